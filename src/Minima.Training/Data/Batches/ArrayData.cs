namespace Minima.Training.Data;

/// <summary>A data set in arrays.</summary>
/// <example><code>
/// var data = new ArrayData(DataArray.Of("x", x, [4]), DataArray.Labels("species", labels));
/// </code></example>
public sealed class ArrayData : ITrainingData
{
    private readonly DataArray[] _features;
    private readonly DataArray[] _targets;
    private readonly double[]? _weights;

    /// <summary>Creates a data set with one feature and one target.</summary>
    /// <inheritdoc cref="ArrayData(IReadOnlyList{DataArray}, IReadOnlyList{DataArray}, double[], string)"/>
    public ArrayData(DataArray features, DataArray target, double[]? weights = null, string name = "the data")
        : this([features], [target], weights, name)
    {
    }

    /// <param name="features">The inputs of the network.</param>
    /// <param name="targets">The targets of the network's outputs.</param>
    /// <param name="weights">The weight of each row, or null.</param>
    /// <param name="name">The name of the data in messages.</param>
    /// <exception cref="TrainingException">The arrays have different numbers of rows, or a weight is negative or not finite.</exception>
    public ArrayData(IReadOnlyList<DataArray> features, IReadOnlyList<DataArray> targets, double[]? weights = null, string name = "the data")
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        if (features.Count == 0) throw new TrainingException($"{name} has no features; give at least one array.");
        Name = name;
        _features = [.. features];
        _targets = [.. targets];
        _weights = weights;
        Rows = features[0].Rows;
        Features = Array.ConvertAll(_features, array => array.Field);
        Targets = Array.ConvertAll(_targets, array => array.Field);
        foreach (var array in _features.Concat(_targets))
        {
            if (array.Rows != Rows) throw new TrainingException($"{name} has {Rows} rows in '{features[0].Field.Name}' and {array.Rows} in '{array.Field.Name}'; each row needs all of its fields. Correct an array, or the shape of its rows.");
        }

        if (weights is null) return;
        if (weights.Length != Rows) throw new TrainingException($"{name} has {Rows} rows and {weights.Length} weights; one for each row is expected.");
        var wrong = Array.FindIndex(weights, weight => !(weight >= 0 && double.IsFinite(weight)));
        if (wrong >= 0) throw new TrainingException(FormattableString.Invariant($"{name} has the weight {weights[wrong]} in row {wrong}; a finite number of at least 0 is expected. 0 leaves a row out of the mean."));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DataField> Features { get; }

    /// <inheritdoc/>
    public IReadOnlyList<DataField> Targets { get; }

    /// <inheritdoc/>
    public bool HasWeights => _weights is not null;

    /// <inheritdoc/>
    public void Read(ReadOnlySpan<int> rows, BatchBuffer batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var k = 0; k < _features.Length; k++) _features[k].Read(rows, batch, k, isTarget: false);
        for (var k = 0; k < _targets.Length; k++) _targets[k].Read(rows, batch, k, isTarget: true);
        rows.CopyTo(batch.RowNumbers);
        for (var i = 0; _weights is not null && i < rows.Length; i++) batch.SetWeight(i, _weights[rows[i]]);
    }
}
