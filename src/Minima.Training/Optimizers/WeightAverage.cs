namespace Minima.Training;

/// <summary>
/// An average of the weights over the steps, which often predicts better than the last weights: exponential (<see cref="Exponential"/>) or equal
/// (<see cref="Equal"/>). Each update is one pass over the weights; <see cref="Apply"/> swaps the average in, and restores the weights bit for bit when disposed.
/// </summary>
/// <remarks>
/// Both are computed as average += share (w - average). Buffers such as the running means of batch normalisation are not averaged; if a model has
/// them, run it over training data once with the average applied.
/// </remarks>
/// <example><code>
/// var average = WeightAverage.Exponential(model.Parameters, decay: 0.999);
/// // after each step: average.Update();
/// using (average.Apply()) accuracy = Evaluate(model);
/// </code></example>
public sealed class WeightAverage
{
    private const string UpdatesName = "updates";
    private const string AverageOf = "average/";

    private readonly Parameter[] _parameters;
    private readonly Tensor[] _averages;
    private readonly AverageJob _job;
    private readonly string _kind;
    private readonly double _decay;
    private readonly bool _isCorrected;
    private bool _isApplied;

    private WeightAverage(string kind, IReadOnlyList<Parameter> parameters, double decay, bool isCorrected)
    {
        _kind = kind;
        _decay = decay;
        _isCorrected = isCorrected;
        _parameters = [.. ParameterCheck.All(kind, parameters)];
        _averages = [.. _parameters.Select(p => p.Value.Keep())];
        _job = new AverageJob(_parameters, _averages);
    }

    /// <summary>The number of updates.</summary>
    public long Updates { get; private set; }

    /// <summary>The averages, in the order of the parameters; the weights themselves while the average is applied.</summary>
    public IReadOnlyList<Tensor> Averages => _averages;

    /// <summary>average = decay average + (1 - decay) w (Polyak, Juditsky 1992; Tarvainen, Valpola 2017).</summary>
    /// <param name="parameters">The parameters to average.</param>
    /// <param name="decay">In [0, 1): 0.999 averages over about a thousand steps.</param>
    /// <param name="biasCorrection">
    /// True averages the updates alone, as if divided by 1 - decay^n (Kingma, Ba 2015): the initial weights do not count. False starts
    /// from the current weights.
    /// </param>
    /// <exception cref="TrainingException">A decay outside [0, 1), no parameters, one given twice.</exception>
    public static WeightAverage Exponential(IReadOnlyList<Parameter> parameters, double decay = 0.999, bool biasCorrection = false)
    {
        new NamedOption("decay", 0.999, OptionKind.Fraction, "how much of the average is kept").Checked("exponential_average", decay);
        return new WeightAverage("exponential_average", parameters, decay, biasCorrection);
    }

    /// <summary>The mean of the weights at all updates: stochastic weight averaging (Izmailov et al. 2018), updated once an epoch late in training.</summary>
    /// <exception cref="TrainingException">No parameters, or one given twice.</exception>
    public static WeightAverage Equal(IReadOnlyList<Parameter> parameters) => new("equal_average", parameters, 1, isCorrected: true);

    /// <summary>Adds the current weights to the average.</summary>
    /// <exception cref="TrainingException">The average is applied: the weights are the average.</exception>
    public void Update()
    {
        if (_isApplied) throw Applied("updated");
        Updates++;
        _job.Blend(Share());
    }

    /// <summary>Swaps the average into the parameters until the result is disposed. Do not train meanwhile: changes are lost.</summary>
    /// <exception cref="TrainingException">It is applied already, or has had no update.</exception>
    public Applying Apply()
    {
        if (_isApplied) throw Applied("applied");
        if (Updates == 0) throw new TrainingException("The average of the weights was never updated. Call Update after steps of the optimizer.");
        _job.Swap();
        _isApplied = true;
        return new Applying(this);
    }

    /// <summary>The state of the average.</summary>
    /// <exception cref="TrainingException">The average is applied.</exception>
    public NamedState ExportState()
    {
        if (_isApplied) throw Applied("exported");
        var names = ParameterCheck.Names(_parameters);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) tensors[AverageOf + names[i]] = _averages[i];
        return new NamedState(_kind, new Dictionary<string, double>(StringComparer.Ordinal) { [UpdatesName] = Updates }, tensors);
    }

    /// <summary>Continues from the state of the exporting average.</summary>
    /// <exception cref="TrainingException">Another kind, other parameters, other shapes, or the average is applied: nothing is changed.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(_kind);
        state.RequireNamesOf(ExportState());
        Updates = state.Count(UpdatesName);
        var names = ParameterCheck.Names(_parameters);
        for (var i = 0; i < names.Length; i++) TensorCopy.Copy(state.Tensors[AverageOf + names[i]], _averages[i]);
    }

    /// <summary>The weight of the newest weights in the average.</summary>
    private double Share()
    {
        if (_decay == 1) return 1.0 / Updates;
        return _isCorrected ? (1 - _decay) / (1 - Math.Pow(_decay, Updates)) : 1 - _decay;
    }

    private void Remove()
    {
        if (!_isApplied) return;
        _isApplied = false;
        _job.Swap();
    }

    private static TrainingException Applied(string what) =>
        new($"The average of the weights cannot be {what} while it is applied: the parameters hold it. Dispose what Apply returned first.");

    /// <summary>Restores the weights when disposed.</summary>
    public readonly struct Applying : IDisposable, IEquatable<Applying>
    {
        private readonly WeightAverage? _average;

        internal Applying(WeightAverage average) => _average = average;

        public static bool operator ==(Applying left, Applying right) => left.Equals(right);

        public static bool operator !=(Applying left, Applying right) => !left.Equals(right);

        /// <inheritdoc/>
        public void Dispose() => _average?.Remove();

        /// <inheritdoc/>
        public bool Equals(Applying other) => ReferenceEquals(_average, other._average);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is Applying other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => _average?.GetHashCode() ?? 0;
    }
}
