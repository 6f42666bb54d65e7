"""Everything under one process: PostgreSQL, Valkey, web server, worker and beat.

`python -m config.run up` is what `make run` calls, `python -m config.run exec -- command` gives a command
services of its own, as `make test` does. Knows nothing of Django; children get all they need as environment.
"""
