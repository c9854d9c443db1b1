using Minima.Training;

namespace Minima.Tabular;

/// <summary>The loss on one target.</summary>
/// <param name="Loss">The loss with its parameters.</param>
/// <param name="Offset">The prediction for an output of 0 of the network, in units of <paramref name="Unit"/>.</param>
/// <param name="Factor">The change of the prediction per unit of the output, in the same units.</param>
/// <param name="Unit">The divisor of targets and predictions for the loss: 1, or a scale for losses with their own unit.</param>
/// <param name="Weight">The factor that brings initial derivatives near 1 for all units of the target: a power of two, so that no bit is lost.</param>
internal sealed record TargetLoss(Loss Loss, double Offset = 0, double Factor = 1, double Unit = 1, double Weight = 1)
{
    /// <summary>The outputs of the network in addition to the prediction: a variance, a scale.</summary>
    public IReadOnlyList<FurtherOutput> Further { get; init; } = [];

    /// <summary>The units of the outputs of the network for this target, the prediction first.</summary>
    public IEnumerable<OutputUnit> Outputs => Further.Select(further => further.Unit).Prepend(new OutputUnit(Offset, Factor));

    /// <summary>The ratio of offset to scale above which numbers lose their differences in float.</summary>
    public const double MostFloatShift = 1e4;

    /// <summary>Checks if the target needs double.</summary>
    public bool NeedsDouble => Math.Abs(Offset) > MostFloatShift * Factor;

    /// <summary>The loss on a target of numbers: in its units, around the best constant of the loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="values">The target of the training rows.</param>
    /// <param name="residualScale">The unit of losses that have their own unit.</param>
    /// <param name="further">The inputs of the loss that are predicted in addition to the prediction.</param>
    public static TargetLoss OfNumbers(Loss loss, double[] values, double residualScale, IReadOnlyList<LearnedInput> further)
    {
        var unit = loss.Entry.HasUnitResidual ? residualScale : 1;
        var seen = Array.ConvertAll(values, value => value / unit);
        var known = loss.Entry.Link == PredictionLink.Log ? Math.Log(values.Average()) : RobustScale.Median(values) / unit;
        var target = new TargetLoss(loss, BestConstant.Of(loss, seen) ?? known, RobustScale.Scale(values) / unit, unit);
        target = target with { Factor = Spread(target, seen, further) };
        if (further.Count > 0) target = target with { Further = FurtherOutput.Of(loss, target.Offset, seen, further) };
        return target with { Weight = WeightFor(target, seen) };
    }

    /// <summary>The scale of predictions around the offset.</summary>
    private static double Spread(TargetLoss target, double[] seen, IReadOnlyList<LearnedInput> further)
    {
        if (further.Count > 0 || target.Loss.Entry is { IsText: false, Link: PredictionLink.Identity }) return target.Factor;
        var (prediction, slopes, curvatures) = (new double[seen.Length], new double[seen.Length], new double[seen.Length]);
        Array.Fill(prediction, target.Offset);
        target.Loss.Evaluate(new LossBatch<double> { Prediction = prediction, Target = seen, Gradient = slopes, Hessian = curvatures, Reduction = Reduction.Sum, Threads = 1 });
        var (slope, curvature) = (slopes.Average(Math.Abs), curvatures.Average());
        return double.IsFinite(slope) && double.IsFinite(curvature) ? PredictionSpread.Of(target.Loss, target.Factor, slope, curvature) : target.Factor;
    }

    /// <summary>1 over the mean absolute derivative with respect to the network's output at an output of 0, rounded to a power of two; 1 if the derivative is 0.</summary>
    private static double WeightFor(TargetLoss target, double[] seen)
    {
        var (prediction, slopes) = (new double[seen.Length], new double[seen.Length]);
        Array.Fill(prediction, target.Offset);
        var batch = new LossBatch<double> { Prediction = prediction, Target = seen, Gradient = slopes, Reduction = Reduction.Sum, Threads = 1 };
        foreach (var (input, constant) in target.Further) batch.SetInput(input.Index, Enumerable.Repeat(constant, seen.Length).ToArray());
        target.Loss.Evaluate(batch);
        var size = slopes.Average(slope => Math.Abs(slope)) * target.Factor;
        return size > 0 && double.IsFinite(size) ? Math.ScaleB(1, -(int)Math.Round(Math.Log2(size))) : 1;
    }
}
