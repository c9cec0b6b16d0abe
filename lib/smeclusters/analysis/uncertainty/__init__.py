"""All defensible choices at once: how far a result hangs on who coded, weighed, joined and cut, and on which of these.

``choices`` says what can be chosen, ``worlds`` works out what follows from many settings at once, ``theses`` what is
asked of each, ``scheme`` turns numbers into settings. ``multiverse`` goes through every combination, ``simulation``
draws from all, ``sensitivity`` says which choice decides. ``blocks`` spreads the work and keeps what is done.
"""
