using System.Globalization;
using Minima.Analysis;
using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Experiments;

/// <summary>The expected losses: of an uninformed model, of the best constant, and of a perfect fit of every row.</summary>
internal sealed class Expectation
{
    private const double Near = 1e-4;

    /// <summary>A floor below 0 by more than this many times the size of the model's own loss does not count: the search had no end.</summary>
    private const double Bottomless = 1e4;

    private Expectation(double first, Localized name, (double Loss, double[] Row) constant, double floor)
    {
        First = first;
        FirstName = name;
        Constant = constant.Loss;
        ConstantRow = constant.Row;
        Floor = floor;
    }

    /// <summary>The loss of an uninformed model: equal chances for classes, the best constant for numbers.</summary>
    public double First { get; }

    /// <summary>The description of <see cref="First"/>, such as <c>log 3 = 1.099 (3 classes, equal chances)</c>.</summary>
    public Localized FirstName { get; }

    /// <summary>The loss of the best constant outputs.</summary>
    public double Constant { get; }

    /// <summary>The best constants, in the order of the outputs.</summary>
    public double[] ConstantRow { get; }

    /// <summary>The loss of the best outputs for every row separately; NaN if the loss is unbounded below.</summary>
    public double Floor { get; }

    /// <summary>The learnable part: from the best constant to the floor; NaN if the loss has no floor.</summary>
    public double Learnable => Constant > Floor && double.IsFinite(Constant - Floor) ? Constant - Floor : double.NaN;

    public static Expectation Of(Objective objective, in TrainingBatch batch, ForwardPass like)
    {
        var constant = BestOutputs.Constant(objective, batch, like);
        var free = BestOutputs.Free(objective, batch, like);
        var floor = free >= -Bottomless * (1 + Math.Abs(BestOutputs.LossOf(objective, batch, like, like.Values))) ? free : double.NaN;
        var isOfClasses = objective.Terms.All(term => LossLink.IsOfProbability(term.Loss) && term.Loss.DomainOf(0).Contains(0));
        var first = isOfClasses ? BestOutputs.At(objective, batch, like, 0) : constant.Loss;
        return new Expectation(first, NameOf(objective, batch, like, first, isOfClasses), constant, floor);
    }

    private static Localized NameOf(Objective objective, in TrainingBatch batch, ForwardPass like, double first, bool isOfClasses)
    {
        // Without the weight of the only term.
        if (objective.Terms is [{ Weight: not 0 and var weight }]) first /= weight;
        var number = NumberText.Short(first);
        if (objective.Terms.Count == 1 && isOfClasses)
        {
            var classes = objective.Terms[0].Loss.Entry.Row is null ? 2 : like.OutputsOf(objective.Terms[0]).Count;
            var name = classes == 2 ? "ln 2" : $"log {classes.ToString(CultureInfo.InvariantCulture)}";
            return IsNear(first, Math.Log(classes))
                ? new Localized($"{name} = {number} (equal chances for {classes} classes)", $"{name} = {number}（{classes} 个类别机会均等）")
                : new Localized($"{number} (outputs of 0, equal chances for all classes)", $"{number}（输出全为 0，各类别机会均等）");
        }

        if (objective.Terms.Count == 1 && batch.TargetAt(objective.Terms[0].Target) is { Type: not ElementType.Int32 } target && IsNear(first, Moments.Of(target.ToArray()).Variance))
        {
            return new Localized($"{number}, the variance of the target", $"{number}，即目标值的方差");
        }

        return isOfClasses
            ? new Localized($"{number} (outputs of 0, equal chances for all classes)", $"{number}（输出全为 0，各类别机会均等）")
            : new Localized($"{number}, the loss of the best constant", $"{number}，即最优常数的损失");
    }

    private static bool IsNear(double value, double other) => Math.Abs(value - other) <= Near * Math.Abs(other);
}

/// <summary>The link of a loss's predictions.</summary>
internal static class LossLink
{
    public static PredictionLink Of(Loss loss) => loss.Entry.Row is not null ? loss.Entry.Link
        : LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss).Link.Name
        : loss.Entry.Link;

    /// <summary>True if the loss maps unbounded predictions to probabilities.</summary>
    public static bool IsOfProbability(Loss loss) => loss.DomainOf(0).IsReal && (loss.Entry.Row is not null
        ? Of(loss) is PredictionLink.Softmax or PredictionLink.Sparsemax or PredictionLink.Logit or PredictionLink.Largest
        : Of(loss) is PredictionLink.Logit or PredictionLink.HalfLogit or PredictionLink.ClippedMargin or PredictionLink.Arctangent or PredictionLink.Probit or PredictionLink.Sign);
}

/// <summary>Mean and variance of numbers.</summary>
internal readonly record struct Moments(double Mean, double Variance)
{
    public double Deviation => Math.Sqrt(Variance);

    /// <summary>The root mean square.</summary>
    public double RootMeanSquare => Math.Sqrt(Variance + (Mean * Mean));

    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty) return default;
        double mean = 0;
        foreach (var value in values) mean += value;
        mean /= values.Length;
        double squares = 0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return new Moments(mean, squares / values.Length);
    }
}
