using System.Globalization;
using Minima.Tensors.Losses;

namespace Minima.Training;

/// <summary>
/// strength / 2 times the mean over the rows of a step of |J|^2, J the derivative of all outputs with respect to all inputs of a row (Hoffman, Roberts, Yaida 2019): what a
/// model says moves little where an input does.
/// </summary>
/// <remarks>
/// <para>
/// J is that of the outputs as they are, for a classifier its logits. With projections it is estimated along so many random directions of the outputs, a backward
/// pass each instead of one for each output: the mean is the same. Directions depend on the generator's seed and the number of the step alone, so that a
/// training that was killed goes on to the last bit.
/// </para>
/// <para>
/// The model answers as it predicts (dropout off, running means), each row by itself. Row weights count not. It costs a pass forward, and two back
/// for each direction: of the operations of the model a second derivative is taken.
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

    /// <summary>A penalty on what a model makes of the rows of each step.</summary>
    /// <param name="model">What is trained: rows [N, ..] to [N, C] or [N].</param>
    /// <param name="strength">How strong the penalty is; 0.01 in the paper.</param>
    /// <param name="random">Its seed draws the directions; nothing is taken from it.</param>
    /// <param name="projections">How many directions for each row; null for all derivatives.</param>
    /// <exception cref="TrainingException">A strength that is negative, infinite or NaN, projections below 1, or a model without parameters.</exception>
    public JacobianPenalty(Module model, double strength, RandomState random, int? projections = 1)
        : base("jacobian", Of(model))
    {
        ArgumentNullException.ThrowIfNull(random);
        if (projections < 1) throw new TrainingException($"{Name}: {projections} projections were asked for; it takes at least 1, or null for all derivatives.");
        Strength = CheckedStrength(Name, "strength", strength);
        Projections = projections;
        (_model, _random) = (model, random.Fork(Name));
    }

    /// <summary>How strong the penalty is.</summary>
    public double Strength { get; }

    /// <summary>How many directions for each row; null for all derivatives.</summary>
    public int? Projections { get; }

    /// <summary>The rows of the next step, in a loop of your own; a trainer tells of them itself.</summary>
    /// <param name="points">[N, ..], at least one row.</param>
    /// <exception cref="TrainingException">No row.</exception>
    public void Look(Tensor points) => Look([new TrainingBatch(points, default)], _step + 1);

    /// <summary>The penalty on the rows of the step.</summary>
    /// <exception cref="TrainingException">It was told of no rows, or the model does not answer to each by itself.</exception>
    public override double Value() => Run(0, adds: false);

    /// <summary>Adds the gradient on the rows of the step, times a factor.</summary>
    /// <exception cref="TrainingException">It was told of no rows, or the model does not answer to each by itself.</exception>
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

    /// <summary>The value; the gradient, which needs the same passes, is added on the way.</summary>
    private double Run(double factor, bool adds)
    {
        if (_points.Count == 0) throw new TrainingException($"{Name}: it was given no rows. Add it to a Trainer's Regularizers, or call Look(points) before each step.");
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
