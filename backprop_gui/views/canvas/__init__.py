"""The network canvas: the network as a picture that can be walked, edited and zoomed.

network_canvas.py is the widget; the modules beside it each know one thing about the picture.
"""
