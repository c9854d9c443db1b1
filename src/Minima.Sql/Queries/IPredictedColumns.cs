namespace Minima.Sql;

/// <summary>The predictions of a linear model as columns.</summary>
internal interface IPredictedColumns
{
    /// <summary>The names of the columns.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The expressions of the columns, over the rows of <see cref="AddTo"/>.</summary>
    IReadOnlyList<string> Answers { get; }

    /// <summary>A query that keeps the columns of rows and adds those that the expressions use.</summary>
    /// <param name="rows">The rows with their features, as a query.</param>
    /// <param name="shard">The part to query.</param>
    string AddTo(string rows, SqlShard shard);
}
