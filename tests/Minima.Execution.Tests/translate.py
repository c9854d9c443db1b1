"""Parses the queries of a JSON file, each in its database's SQL, and prints them in DuckDB's, as JSON. What a parser does not understand ends with an error."""
import json
import sys

import sqlglot
from sqlglot import exp


def server(node):
    """SQL Server's log is the natural one and its FLOAT has 53 bits; DuckDB's log is that to base 10 and its FLOAT has 24 bits."""
    if isinstance(node, exp.Log) and not node.args.get("expression"):
        return exp.Ln(this=node.this)
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.FLOAT:
        return exp.DataType.build("double")
    return node


with open(sys.argv[1], encoding="utf-8") as file:
    queries = json.load(file)
results = []
for query in queries:
    statements = sqlglot.parse(query["sql"], read=query["dialect"], error_level=sqlglot.ErrorLevel.RAISE)
    assert len(statements) == 1, query["sql"]
    tree = statements[0].transform(server) if query["dialect"] == "tsql" else statements[0]
    results.append(tree.sql(dialect="duckdb"))
json.dump(results, sys.stdout)
