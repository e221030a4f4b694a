"""The right files that the mutations start from: some as large as a lesson, some as real data."""

import csv
import io
from dataclasses import replace

import numpy as np

from backprop_gui.engine.choices import Activation, BiasPolicy, SampleOrder
from backprop_gui.engine.topology import Topology
from backprop_gui.experiment.change import Change
from backprop_gui.experiment.columns import Column
from backprop_gui.experiment.experiment import Experiment
from backprop_gui.experiment.network import Network
from backprop_gui.experiment.samples import Samples
from backprop_gui.experiment.training_settings import TrainingSettings
from backprop_gui.files.examples import read_example
from backprop_gui.files.experiment_file import experiment_to_bytes
from backprop_gui.files.network_file import Trained, network_to_bytes
from tests.experiment.strategies import SPECIAL

LOGISTIC, TANH = Activation.LOGISTIC, Activation.TANH


def experiments() -> list[bytes]:
    """Small ones that together have every field."""
    lessons = [read_example(name) for name in ("tutorial", "xor", "not")]
    every = [*lessons, with_everything(), replace(with_everything(), changes=())]
    return [experiment_to_bytes(each) for each in every]


def networks() -> list[bytes]:
    """Small ones, and an experiment, from which a network can be read as well."""
    tutorial = read_example("tutorial")
    return [
        network_to_bytes(tutorial.network, Trained(10_000, 3.510187782978859e-05)),
        network_to_bytes(read_example("xor").network, Trained(0, None)),
        network_to_bytes(drawn((3, 4, 2), 1).network, Trained(2**53 - 1, 0.25)),
        network_to_bytes(with_everything().network, Trained(1, 0.0)),
        experiment_to_bytes(tutorial),
    ]


def tables() -> list[bytes]:
    """Small ones, written as people and spreadsheets write them."""
    return [
        b"i1,i2,o1\n0.0,0.0,0.0\n0.0,1.0,1.0\n1.0,0.0,1.0\n1.0,1.0,0.0\n",
        b"0.05,0.10,0.01,0.99\n0.2,0.3,0.4,0.5\n",
        b"sepal;petal;kind\r\n5,1;1,4;setosa\r\n7,0;4,7;versicolor\r\n6,3;6,0;virginica\r\n",
        b"x\ty\n-1\t1e-3\n.5\t+2.\n3\t4E5\n",
        b"  1.0   2.0  3.0\n 10.0  20.0 30.0\n",
        b'id|name|value|class\n1|"a|b"|0.5|1\n2|"say ""hi"""|1.5|2\n3|"two\nlines"|2.5|10\n',
        "größe,gewicht\n1.5,70\n1.8,80\n".encode("latin-1"),
        b"\xff\xfe" + "a,b\n1,2\n3,4\n".encode("utf-16-le"),
        b"\xef\xbb\xbfa,b,\n1,2,\n\n3,4,\n",
        table(12, 3),
    ]


def large_experiments() -> list[bytes]:
    return [
        experiment_to_bytes(drawn((64, 128, 10), 100)),
        experiment_to_bytes(drawn((4, 8, 3), 3000)),
        experiment_to_bytes(read_example("iris")),
    ]


def large_networks() -> list[bytes]:
    return [network_to_bytes(drawn((64, 128, 10), 1).network, Trained(1, 0.5))]


def large_tables() -> list[bytes]:
    return [table(4000, 8), iris()]


def with_everything() -> Experiment:
    """A small experiment that has every field of the format, and numbers of every kind."""
    named = Samples(
        np.array([[0.0, -0.0], [1e-300, 0.1]]),
        np.array([[1.0], [5e-324]]),
        (Column("width: «a»", 4.3, 3.6), Column()),
        (Column("", 0.0, -2.5),),
    )
    learning = TrainingSettings(0.25, SampleOrder.SHUFFLED, 2**53 - 1, BiasPolicy.PER_NEURON)
    changes = (
        Change(1, TrainingSettings(0.0, SampleOrder.RANDOM, 1, BiasPolicy.SHARED), named),
        Change(7, parameters=((0, -0.0), (8, 1.7976931348623157e308))),
        Change(2**53 - 1, None, Samples(np.ones((1, 2)), np.zeros((1, 1)))),
    )
    network = Network(Topology((2, 2, 1), (TANH, LOGISTIC)), np.array([*SPECIAL, 0.3]))
    return Experiment(network, named, learning, changes)


def drawn(sizes: tuple[int, ...], samples: int) -> Experiment:
    """An experiment with random numbers."""
    random = np.random.default_rng(len(sizes))
    topology = Topology(sizes, (LOGISTIC,) * (len(sizes) - 1))
    return Experiment(
        Network(topology, random.normal(size=topology.parameters)),
        Samples(random.normal(size=(samples, sizes[0])), random.random((samples, sizes[-1]))),
        TrainingSettings(bias=BiasPolicy.PER_NEURON),
    )


def table(rows: int, columns: int) -> bytes:
    """Random numbers, in full."""
    numbers = np.random.default_rng(rows).normal(size=(rows, columns)).tolist()
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(numbers)
    return text.getvalue().encode()


def iris() -> bytes:
    """Two thousand flowers: short numbers and a class, the densest of the usual tables."""
    measured = np.random.default_rng(3).uniform(0.1, 7.9, (2000, 4)).round(1).tolist()
    kinds = ("setosa", "versicolor", "virginica")
    rows = [f"{','.join(map(str, row))},{kinds[at % 3]}" for at, row in enumerate(measured)]
    return "\n".join(["sepal length,sepal width,petal length,petal width,kind", *rows]).encode()
