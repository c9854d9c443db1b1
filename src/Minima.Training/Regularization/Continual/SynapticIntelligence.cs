namespace Minima.Training;

/// <summary>
/// strength times the sum of Omega (w - anchor)^2 (Zenke, Poole, Ganguli 2017): keeps weights near those of earlier tasks, more strongly the more they reduced the loss of these tasks
/// while they were learned. Importances are measured during training, without a pass over rows.
/// </summary>
/// <remarks>
/// Each step adds -g dw for every weight, with g the gradient of the loss and dw the step; the sum is the weight's contribution to the fall of the loss. <see cref="Consolidate"/> ends a
/// task: Omega += max(0, sum) / (d^2 + damping), d the distance that the weight moved. Put it first in the regularizers, so that its gradients are those of the
/// loss alone (of the several evaluations of a step of Lbfgs it takes the last). In a loop of your own call <see cref="Regularizer.BeforeStep"/> and <see cref="Regularizer.AfterStep(Optimizer)"/>. Checkpoints also keep the sums of the current task.
/// </remarks>
/// <example><code>
/// var memory = new SynapticIntelligence(model.Parameters);
/// new Trainer(model, objective, new Sgd(model.Parameters, 0.1)) { Regularizers = [memory] }.Fit(firstRows);
/// memory.Consolidate();
/// new Trainer(model, objective, new Sgd(model.Parameters, 0.1)) { Regularizers = [memory] }.Fit(secondRows);
/// </code></example>
public sealed class SynapticIntelligence : AnchorPenalty
{
    private readonly Tensor[] _contributions;
    private readonly Tensor[] _slopes;
    private readonly Tensor[] _before;
    private readonly bool[] _seen;
    private double _scale;

    /// <summary>Creates a penalty before the first task: it is 0 until <see cref="Consolidate"/>, and records the steps.</summary>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN, a damping that is not above 0; no parameters, or one given twice.</exception>
    public SynapticIntelligence(IReadOnlyList<Parameter> parameters, double strength = 0.1, double damping = 0.1)
        : base("synaptic_intelligence", parameters, Even(parameters, 0))
    {
        Strength = CheckedStrength(Name, "strength", strength);
        Damping = new NamedOption("damping", 0.1, OptionKind.Positive, "what is added to the squared distance that a weight moved").Checked(Name, damping);
        _contributions = [.. Parameters.Select(parameter => Tensor.Zeros(parameter.Value.Shape, ElementType.Double).Keep())];
        _slopes = [.. Parameters.Select(parameter => parameter.Value.Keep())];
        _before = [.. Parameters.Select(parameter => parameter.Value.Keep())];
        _seen = new bool[_slopes.Length];
    }

    /// <summary>The weight of the earlier tasks.</summary>
    public double Strength { get; }

    /// <summary>Keeps the importance of weights that did not move finite.</summary>
    public double Damping { get; }

    internal override string Settings => FormattableString.Invariant($"{Strength} {Damping}");

    /// <summary>The reduction of the loss by each weight since the last <see cref="Consolidate"/>, in double.</summary>
    public IReadOnlyList<Tensor> Contributions => _contributions;

    private protected override double Factor => Strength;

    /// <summary>Ends a task: makes the contributions of its weights their importance, and the current weights the anchors.</summary>
    public void Consolidate()
    {
        for (var i = 0; i < _contributions.Length; i++)
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var moved = (Parameters[i].Value - Anchors[i]).To(ElementType.Double);
            var importance = _contributions[i].Relu() / ((moved * moved) + Damping);
            TensorCopy.Copy(Importances[i] + importance.To(Importances[i].Type), Importances[i]);
            _contributions[i].Write<double>().Clear();
        }

        Anchor();
    }

    private protected override IEnumerable<(string Title, Tensor[] Tensors)> Remembered() => [.. base.Remembered(), ("contribution", _contributions)];

    private protected override void See(double scale)
    {
        _scale = scale;
        for (var i = 0; i < _seen.Length; i++)
        {
            var parameter = Parameters[i];
            _seen[i] = parameter.IsTrainable && !parameter.Gradient.IsNone;
            if (!_seen[i]) continue;
            TensorCopy.Copy(parameter.Gradient, _slopes[i]);
            TensorCopy.Copy(parameter.Value, _before[i]);
        }
    }

    private protected override void Move(double[] rates)
    {
        for (var i = 0; i < _seen.Length; i++)
        {
            if (!_seen[i]) continue;
            _seen[i] = false;
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            var fall = _slopes[i].To(ElementType.Double) * (_before[i] - Parameters[i].Value).To(ElementType.Double) * _scale;
            BinaryOperation<Sum2>.InPlace(_contributions[i].Node, fall.Node);
        }
    }
}
