/* Online learning of a network of logistic neurons with fixed biases: what the benchmark compares
   the kernel with. Plain C for any sizes, in the layout of the kernel: a layer's weights input by
   input, then its biases; all outputs in one array, the inputs first. Samples come in turn. */

#include <math.h>

/* y = logistic(x W + b) */
static void forward(long n, long m, const double *restrict w, const double *restrict b,
                    const double *restrict x, double *restrict y)
{
    for (long j = 0; j < m; j++)
        y[j] = 0;
    for (long i = 0; i < n; i++)
        for (long j = 0; j < m; j++)
            y[j] += x[i] * w[i * m + j];
    for (long j = 0; j < m; j++)
        y[j] = 1 / (1 + exp(-(y[j] + b[j])));
}

/* From a layer's deltas dy those of its inputs, with the weights from before the update; and the
   update, in the same pass. */
static void backward(long n, long m, double *restrict w, const double *restrict x,
                     const double *restrict dy, double *restrict dx, double rate)
{
    for (long i = 0; i < n; i++) {
        double *restrict wi = w + i * m;
        double xi = x[i], sum = 0;
        for (long j = 0; j < m; j++) {
            sum += dy[j] * wi[j];
            wi[j] -= rate * (dy[j] * xi);
        }
        dx[i] = sum * (xi * (1 - xi));
    }
}

/* The update alone, for the first layer. */
static void update(long n, long m, double *restrict w, const double *restrict x,
                   const double *restrict dy, double rate)
{
    for (long i = 0; i < n; i++)
        for (long j = 0; j < m; j++)
            w[i * m + j] -= rate * (dy[j] * x[i]);
}

/* sizes has layers + 1 entries; outputs and deltas have room for all neurons and inputs. */
void train(long layers, const long *sizes, double *parameters, const double *inputs,
           const double *targets, long samples, double rate, long steps, double *outputs,
           double *deltas)
{
    long sample = 0;
    for (long step = 0; step < steps; step++) {
        const double *target = targets + sample * sizes[layers];
        double *w = parameters, *x = outputs, *dx = deltas;

        for (long i = 0; i < sizes[0]; i++)
            x[i] = inputs[sample * sizes[0] + i];
        for (long l = 0; l < layers; l++) {
            long n = sizes[l], m = sizes[l + 1];
            forward(n, m, w, w + n * m, x, x + n);
            w += (n + 1) * m;
            x += n;
            dx += n;
        }
        for (long j = 0; j < sizes[layers]; j++)
            dx[j] = -(target[j] - x[j]) * (x[j] * (1 - x[j]));
        for (long l = layers - 1; l >= 0; l--) {
            long n = sizes[l], m = sizes[l + 1];
            const double *dy = dx;
            w -= (n + 1) * m;
            x -= n;
            dx -= n;
            if (l > 0)
                backward(n, m, w, x, dy, dx, rate);
            else
                update(n, m, w, x, dy, rate);
        }
        if (++sample == samples)
            sample = 0;
    }
}
