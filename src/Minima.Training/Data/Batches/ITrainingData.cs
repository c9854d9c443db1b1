namespace Minima.Training.Data;

/// <summary>
/// Training rows, read by their indices. A row has one or several features and targets, each with its own type and shape, and optionally a weight. Several
/// threads may read at once.
/// </summary>
/// <remarks>
/// A custom data set declares its fields and fills a batch:
/// <code>
/// public void Read(ReadOnlySpan&lt;int&gt; rows, BatchBuffer batch)
/// {
///     var x = batch.Feature&lt;float&gt;(0);
///     var y = batch.Target&lt;int&gt;(0);
///     for (var i = 0; i &lt; rows.Length; i++) Load(rows[i], x.Slice(i * 784, 784), out y[i]);
/// }
/// </code>
/// </remarks>
public interface ITrainingData
{
    /// <summary>The name of the data in messages, such as a file name.</summary>
    string Name { get; }

    /// <summary>The number of rows.</summary>
    int Rows { get; }

    /// <summary>The inputs of the network.</summary>
    IReadOnlyList<DataField> Features { get; }

    /// <summary>The targets of the network's outputs; empty if unknown.</summary>
    IReadOnlyList<DataField> Targets { get; }

    /// <summary>True if each row has a weight.</summary>
    bool HasWeights { get; }

    /// <summary>The word for a row in its source: <c>line</c> in a file, <c>row</c> otherwise.</summary>
    string RowWord => "row";

    /// <summary>Fills a batch with rows, in the given order: every field of the data set, the weights if it has them, and the rows' numbers for reports.</summary>
    /// <param name="rows">The indices of the rows, from 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="batch">The batch, with the length of <paramref name="rows"/>.</param>
    void Read(ReadOnlySpan<int> rows, BatchBuffer batch);
}
