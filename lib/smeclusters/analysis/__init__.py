"""What can be asked of a model: acceptability, tipping points, value of information, set-theoretic tests, levers."""
