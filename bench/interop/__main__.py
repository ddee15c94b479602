"""`python -m bench.interop`: every trial with other implementations; what cannot be had here is named."""

import sys

from bench.interop import credentials, dss, sdjwt, seals

if __name__ == "__main__":
    sys.exit(max(trial.main() for trial in (credentials, sdjwt, seals, dss)))
