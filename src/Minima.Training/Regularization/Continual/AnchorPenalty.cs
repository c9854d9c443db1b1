namespace Minima.Training;

/// <summary>
/// Keeps weights near anchors, each as strongly as it is important: the base of continual-learning methods that differ in how they measure importance.
/// </summary>
/// <remarks>The value is a factor times the sum of importance (w - anchor)^2. Anchors are the weights at the time the penalty was created. Checkpoints keep anchors and importances: to resume, create the penalty again, with any importances.</remarks>
public abstract class AnchorPenalty : Regularizer, IKeptState
{
    private const string Importance = "importance";

    private readonly Tensor[] _anchors;
    private readonly Tensor[] _importances;

    /// <summary>Creates a penalty with the current weights as anchors.</summary>
    private protected AnchorPenalty(string name, IReadOnlyList<Parameter> parameters, IReadOnlyList<Tensor> importances)
        : base(name, parameters)
    {
        _anchors = [.. Parameters.Select(parameter => parameter.Value.Keep())];
        _importances = [.. importances.Select(importance => importance.Keep())];
        if (_importances.Length != Parameters.Count) throw new TrainingException($"{name}: {_importances.Length} importances were given for {Parameters.Count} parameters; give one tensor for each, in their order.");
        for (var i = 0; i < _importances.Length; i++) Check(name, Parameters[i], _importances[i]);
    }

    /// <summary>The anchors of the weights, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Anchors => _anchors;

    /// <summary>The importance of each weight, in the order of the parameters.</summary>
    public IReadOnlyList<Tensor> Importances => _importances;

    /// <summary>The factor of the sum.</summary>
    private protected abstract double Factor { get; }

    /// <summary>Anchors, importances and other state.</summary>
    public NamedState ExportState()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var names = ParameterCheck.Names(Parameters);
        foreach (var (title, all) in Remembered())
        {
            for (var i = 0; i < names.Length; i++) tensors[$"{title}/{names[i]}"] = all[i];
        }

        return new NamedState(Name, new Dictionary<string, double>(StringComparer.Ordinal), tensors);
    }

    /// <summary>Continues from the state of the exporting penalty.</summary>
    /// <exception cref="TrainingException">Another penalty, other parameters or shapes, an invalid importance: nothing is changed.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Name);
        var own = ExportState();
        state.RequireNamesOf(own);
        var names = ParameterCheck.Names(Parameters);
        for (var i = 0; i < names.Length; i++) Check(Name, Parameters[i], state.Tensors[$"{Importance}/{names[i]}"]);
        foreach (var (name, tensor) in own.Tensors) TensorCopy.Copy(state.Tensors[name], tensor);
    }

    /// <inheritdoc/>
    public override double Value()
    {
        double sum = 0;
        for (var i = 0; i < _anchors.Length; i++)
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var moved = Parameters[i].Value - _anchors[i];
            sum += (_importances[i] * moved * moved).Sum().Item();
        }

        return Factor * sum;
    }

    /// <inheritdoc/>
    public override void AddGradient(double factor = 1)
    {
        for (var i = 0; i < _anchors.Length; i++)
        {
            var parameter = Parameters[i];
            if (!parameter.IsTrainable || parameter.Gradient.IsNone) continue;
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var pull = _importances[i] * (parameter.Value - _anchors[i]) * (2 * factor * Factor);
            BinaryOperation<Sum2>.InPlace(ParameterCheck.GradientNode(parameter), pull.Node);
        }
    }

    /// <summary>The tensors that checkpoints keep, one for each parameter.</summary>
    private protected virtual IEnumerable<(string Title, Tensor[] Tensors)> Remembered() => [("anchor", _anchors), (Importance, _importances)];

    /// <summary>Makes the current weights the anchors.</summary>
    private protected void Anchor()
    {
        for (var i = 0; i < _anchors.Length; i++) TensorCopy.Copy(Parameters[i].Value, _anchors[i]);
    }

    /// <summary>The trainable parameters of a model.</summary>
    private protected static Parameter[] Trained(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return [.. model.Parameters.Where(parameter => parameter.IsTrainable)];
    }

    /// <summary>The same number for every weight.</summary>
    private protected static Tensor[] Even(IReadOnlyList<Parameter> parameters, double importance)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return [.. parameters.Select(parameter => Tensor.Full(parameter.Value.Shape, importance, parameter.Value.Type))];
    }

    private static void Check(string name, Parameter parameter, Tensor importance)
    {
        if (importance.Shape != parameter.Value.Shape || importance.Type != parameter.Value.Type) throw new TrainingException($"{name}: the importance of '{parameter.Name}' is {importance.Type} {importance.Shape}; it must be {parameter.Value.Type} {parameter.Value.Shape}, as the parameter is.");
        var values = importance.ToArray();
        var wrong = Array.FindIndex(values, x => !(x >= 0 && double.IsFinite(x)));
        if (wrong >= 0) throw new TrainingException(FormattableString.Invariant($"{name}: the importance of '{parameter.Name}' at index {wrong} is {values[wrong]:R}; it must be finite, 0 or above. An overflowing estimate comes from overflowing gradients: first train the task to the end."));
    }
}
