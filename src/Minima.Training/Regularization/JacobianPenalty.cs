using System.Globalization;
using Minima.Tensors.Losses;

namespace Minima.Training;

/// <summary>
/// strength / 2 times the mean over the rows of a step of |J|^2, J the derivative of all outputs with respect to all inputs of a row (Hoffman, Roberts, Yaida 2019).
/// It makes predictions insensitive to small changes of the input.
/// </summary>
/// <remarks>
/// <para>
/// J is that of the raw outputs, for a classifier its logits. With projections it is estimated along the given number of random directions of the outputs, with a backward
/// pass for each direction instead of each output: the mean is the same. Directions depend only on the generator's seed and the number of the step, so that a
/// resumed training is bit-identical.
/// </para>
/// <para>
/// The model runs in prediction mode (dropout off, running means), each row by itself. Row weights are ignored. It costs a forward pass, and two backward
/// passes for each direction: the operations of the model are differentiated twice.
/// </para>
/// <para>Source: Hoffman, Roberts and Yaida 2019, arXiv:1908.02729; Drucker and LeCun 1992, IEEE TNN 3(6), 991-997 (double backpropagation).</para>
/// </remarks>
/// <example><code>
/// var flat = new JacobianPenalty(model, 0.01, new RandomState(1));
/// new Trainer(model, objective, optimizer) { Regularizers = [flat] }.Fit(rows);
/// </code></example>
public sealed class JacobianPenalty : Regularizer
{
    private readonly Module _model;
    private readonly RandomState _random;
    private readonly List<Tensor> _points = [];
    private long _step = -1;

    /// <summary>Creates a penalty on a model's derivatives at the rows of each step.</summary>
    /// <param name="model">The model that is trained: maps rows [N, ..] to [N, C] or [N].</param>
    /// <param name="strength">The strength of the penalty; 0.01 in the paper.</param>
    /// <param name="random">Its seed determines the directions; its state does not change.</param>
    /// <param name="projections">The number of directions for each row; null for all derivatives.</param>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN, projections below 1, or a model without parameters.</exception>
    public JacobianPenalty(Module model, double strength, RandomState random, int? projections = 1)
        : base("jacobian", Of(model))
    {
        ArgumentNullException.ThrowIfNull(random);
        if (projections < 1) throw new TrainingException($"{Name}: {projections} projections given; it needs at least 1, or null for all derivatives.");
        Strength = CheckedStrength(Name, "strength", strength);
        Projections = projections;
        (_model, _random) = (model, random.Fork(Name));
    }

    /// <summary>The strength of the penalty.</summary>
    public double Strength { get; }

    /// <summary>The number of directions for each row; null for all derivatives.</summary>
    public int? Projections { get; }

    /// <summary>Sets the rows of the next step, in a loop of your own; a trainer calls it itself.</summary>
    /// <param name="points">[N, ..], at least one row.</param>
    /// <exception cref="TrainingException">No row.</exception>
    public void Look(Tensor points) => Look([new TrainingBatch(points, default)], _step + 1);

    /// <summary>The penalty on the rows of the step.</summary>
    /// <exception cref="TrainingException">No rows were set, or the model does not return an output for each row.</exception>
    internal override string Settings => FormattableString.Invariant($"{Strength} {Projections}");

    public override double Value() => Run(0, adds: false);

    /// <summary>Adds the gradient on the rows of the step, times a factor.</summary>
    /// <exception cref="TrainingException">No rows were set, or the model does not return an output for each row.</exception>
    public override void AddGradient(double factor = 1) => Run(factor, adds: true);

    internal override void Look(IReadOnlyList<TrainingBatch> batches, long step)
    {
        if (batches.Sum(batch => (long)batch.Rows) == 0) throw new TrainingException($"{Name}: a step without rows has no derivatives. Give at least one row.");
        _points.Clear();
        _points.AddRange(batches.Select(batch => batch.Features));
        _step = step;
    }

    private protected override double Added(double factor) => Run(factor, adds: true);

    private static IReadOnlyList<Parameter> Of(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Parameters;
    }

    /// <summary>Computes the value, and adds the gradient if requested, which needs the same passes.</summary>
    private double Run(double factor, bool adds)
    {
        if (_points.Count == 0) throw new TrainingException($"{Name}: no rows were given. Add it to a Trainer's Regularizers, or call Look(points) before each step.");
        Parameter[] moved = adds ? [.. Parameters.Where(parameter => parameter.IsTrainable && !parameter.Gradient.IsNone)] : [];
        Tensor[] leaves = [.. moved.Select(parameter => parameter.Value)];
        var random = _random.Fork(_step.ToString(CultureInfo.InvariantCulture));
        var all = _points.Sum(points => (double)points.Shape[0]);
        var wasTraining = _model.IsTraining;
        _model.Train(training: false);
        try
        {
            return Strength * _points.Sum(points => points.Shape[0] / all * OfPoints(points));
        }
        finally
        {
            _model.Train(wasTraining);
        }

        double OfPoints(Tensor points)
        {
            using var step = StepScope.Begin();
            using var recording = Autograd.Recording();
            var slopes = Projections is { } count ? ModelJacobian.Projected(_model.Forward, points, random, count) : ModelJacobian.At(_model.Forward, points);
            var size = new JacobianNorm().Apply(slopes);
            if (leaves.Length == 0) return size.Item();
            var gradients = Autograd.Gradient(size, leaves);
            using var silence = Autograd.NoGradient();
            for (var i = 0; i < moved.Length; i++) BinaryOperation<Sum2>.InPlace(ParameterCheck.GradientNode(moved[i]), (gradients[i] * (factor * Strength * points.Shape[0] / all)).Node);
            return size.Item();
        }
    }
}
