"""The theory: every mechanism as a pure function of numbers, and the table of its parameters.

Modules are named after the subjects of the round: `powers`, `crime`, `encounters`, `diplomacy`,
`trade`, `trust`, `troops`, `politics`; `forms` holds the shapes they share, `csbm` the nine measures,
`parameters` the table. A rule knows nothing of agents, files or random generators: uniform numbers come
in as arguments.
"""
