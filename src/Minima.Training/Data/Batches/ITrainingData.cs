namespace Minima.Training.Data;

/// <summary>
/// Rows that a network learns from, read by their numbers. A row has one or several features and targets, each of its own type and shape, and perhaps
/// a weight. Several threads may read at once.
/// </summary>
/// <remarks>
/// A data set of your own says what its rows hold and fills a batch:
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
    /// <summary>What messages call the data: a file's name.</summary>
    string Name { get; }

    /// <summary>How many rows there are.</summary>
    int Rows { get; }

    /// <summary>What goes into the network.</summary>
    IReadOnlyList<DataField> Features { get; }

    /// <summary>What is to come out of it; empty where nothing is known.</summary>
    IReadOnlyList<DataField> Targets { get; }

    /// <summary>Each row has a weight.</summary>
    bool HasWeights { get; }

    /// <summary>What a row is called where it comes from: <c>line</c> in a file, <c>row</c> otherwise.</summary>
    string RowWord => "row";

    /// <summary>Fills a batch with rows, in the order given: every field that the data set names, the weights if it has them, and the rows' numbers as reports call them.</summary>
    /// <param name="rows">From 0 to <see cref="Rows"/> - 1.</param>
    /// <param name="batch">As long as <paramref name="rows"/>.</param>
    void Read(ReadOnlySpan<int> rows, BatchBuffer batch);
}
