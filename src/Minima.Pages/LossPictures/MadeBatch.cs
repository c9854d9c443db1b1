using Minima.Tensors;
using LossTensor = Minima.Tensors.Tensor;

namespace Minima.Pages;

/// <summary>
/// A small batch for a loss on tensors, made from the entry's declaration of its inputs: axes of one name get one length, numbers are distributed over the domain, labels
/// cycle. What an entry does not declare (the required length of a sequence, whether rows are distributions) is found by trial: the first batch that the loss accepts
/// and that has a nonzero gradient.
/// </summary>
internal sealed class MadeBatch
{
    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["1"] = 1,
        ["B"] = 2,
        ["N"] = 6,
        ["M"] = 5,
        ["D"] = 2,
        ["C"] = 3,
        ["T"] = 5,
        ["S"] = 2,
        ["V"] = 2,
        ["G"] = 2,
        ["Z"] = 2,
        ["E"] = 4,
        ["Q"] = 3,
    };

    /// <summary>Lengths for unnamed axes: of numbers, and of labels.</summary>
    private static readonly (int[] Numbers, int[] Labels)[] Unnamed = [([6], [6]), ([], []), ([5, 3], [2]), ([5, 3], [5]), ([5, 3, 3], [2]), ([2, 6], [6]), ([2, 3, 8, 8], [6]), ([2, 3, 4, 4, 4], [6])];

    /// <summary>Numbers of classes to try: parameters may determine it by their lengths.</summary>
    private static readonly int[] Classes = [3, 2, 4, 5, 6, 8, 10];

    /// <summary>Kinds of numbers: over the domain; proportions in rows; 0 or 1 if that is the domain of an input without gradient; ascending lists.</summary>
    private enum Kind
    {
        Spread,
        Flags,
        Rows,
        Ascending,
    }

    /// <summary>The largest number of axes of a tensor.</summary>
    private const int MostAxes = 6;

    /// <summary>Side lengths of images and lengths of audio to try: some losses use windows.</summary>
    private static readonly int[] Sides = [4, 16, 48, 176, 600];

    private MadeBatch(TensorLoss loss, LossTensor[] inputs, int[] moved, double value, double[][] gradients) =>
        (Loss, Inputs, Moved, Value, Gradients) = (loss, inputs, moved, value, gradients);

    public TensorLoss Loss { get; }

    /// <summary>The inputs in the order of the entry; none if one may be left out.</summary>
    public LossTensor[] Inputs { get; }

    /// <summary>The indices of the inputs that have a gradient.</summary>
    public int[] Moved { get; }

    public double Value { get; }

    /// <summary>The gradients with respect to the inputs at <see cref="Moved"/>.</summary>
    public double[][] Gradients { get; }

    /// <summary>Finds a batch, or null if the loss accepts none.</summary>
    public static MadeBatch? Of(TensorLoss loss)
    {
        var attempts =
            from classes in Classes
            from side in Sides
            from unnamed in Unnamed
            from kind in Enum.GetValues<Kind>()
            select Try(loss, new Attempt(classes, side, unnamed.Numbers, unnamed.Labels, kind));
        return loss.Entry.Inputs.Any(input => input.Differentiated) ? attempts.FirstOrDefault(batch => batch is not null) : null;
    }

    /// <summary>The loss for other values of the inputs that have a gradient; NaN if it refuses them.</summary>
    public (double Value, double[][] Gradients) At(double[][] moved)
    {
        var inputs = (LossTensor[])Inputs.Clone();
        for (var i = 0; i < Moved.Length; i++)
        {
            inputs[Moved[i]] = LossTensor.Of(moved[i], Inputs[Moved[i]].Shape);
        }

        return Run(Loss, inputs, Moved) ?? (double.NaN, Array.ConvertAll(moved, x => Array.ConvertAll(x, _ => double.NaN)));
    }

    private static MadeBatch? Try(TensorLoss loss, Attempt attempt)
    {
        var entry = loss.Entry;
        var inputs = new LossTensor[entry.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            var input = entry.Inputs[i];
            if (input.IsOptional)
            {
                continue;
            }

            // An input with unnamed axes is like another one with named axes.
            var ofLabels = input.Kind == InputKind.TensorOfLabels;
            var axes = input.Axes.Length == 0 && !ofLabels ? entry.Inputs[0].Axes : input.Axes;
            var shape = attempt.Shape(axes, ofLabels ? attempt.Labels : attempt.Numbers);
            if (shape.Length > MostAxes)
            {
                return null;
            }

            inputs[i] = ofLabels
                ? Labels(shape, input.LabelAxis.Length == 0 ? 3 : attempt.Length(input.LabelAxis, axes))
                : Numbers(shape, loss.DomainOf(i), i, attempt.Kind == Kind.Flags && input.Differentiated ? Kind.Spread : attempt.Kind);
        }

        var moved = Enumerable.Range(0, inputs.Length).Where(i => entry.Inputs[i].Differentiated && !inputs[i].IsNone).ToArray();
        return Run(loss, inputs, moved) is { } run && run.Gradients.Any(g => Array.Exists(g, x => x != 0)) ? new MadeBatch(loss, inputs, moved, run.Value, run.Gradients) : null;
    }

    private static (double Value, double[][] Gradients)? Run(TensorLoss loss, LossTensor[] inputs, int[] moved)
    {
        try
        {
            using var step = StepScope.Begin();
            var given = (LossTensor[])inputs.Clone();
            foreach (var i in moved)
            {
                given[i] = inputs[i].Detach().WithGradient();
            }

            var value = loss.Apply(given);
            var gradients = Autograd.Gradient(value, [.. moved.Select(i => given[i])]);
            var result = (Value: value.Item(), Gradients: Array.ConvertAll(gradients, g => g.ToArray()));
            return double.IsFinite(result.Value) && result.Gradients.All(g => Array.TrueForAll(g, double.IsFinite)) ? result : null;
        }
        catch (Exception refusal) when (refusal is LossException or TrainingException)
        {
            // The loss refuses the batch or point; the caller tries another batch, or leaves the point out.
            return null;
        }
    }

    /// <summary>1, 2, ... in a cycle, so that neighbours differ if there are several of them; without 0, which often means "none of them".</summary>
    private static LossTensor Labels(int[] shape, int classes)
    {
        var labels = Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => classes < 2 ? 0 : 1 + (i % (classes - 1))).ToArray();
        return LossTensor.Of(labels, Shape.Of(shape));
    }

    private static LossTensor Numbers(int[] shape, Domain domain, int input, Kind kind)
    {
        const double Golden = 0.6180339887498949;
        var count = shape.Aggregate(1, (a, b) => a * b);
        var values = Enumerable.Range(0, count).Select(i => In(domain, Share(((i + 1) * Golden) + (input * 0.271)), kind)).ToArray();
        for (var (row, width) = (0, shape.LastOrDefault(1)); kind == Kind.Rows && row < count; row += width)
        {
            var sum = values.AsSpan(row, width).ToArray().Sum(Math.Abs);
            for (var i = row; i < row + width; i++)
            {
                values[i] = Math.Abs(values[i]) / sum;
            }
        }

        if (kind == Kind.Ascending && shape.Length == 1 && double.IsInfinity(domain.High))
        {
            values = [.. Enumerable.Range(0, count).Select(i => (double.IsFinite(domain.Low) ? domain.Low + 0.1 : -1) + (0.4 * i))];
        }

        return LossTensor.Of(values, Shape.Of(shape));
    }

    private static double Share(double x) => x - Math.Floor(x);

    private static double In(Domain domain, double share, Kind kind) => domain.Kind == DomainKind.Outside ? domain.High + 0.2 + (1.6 * share) : (domain.IsLabel || (kind == Kind.Flags && domain is { Low: 0, High: 1, LowOpen: false, HighOpen: false }), double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
    {
        (true, _, _) => share < 0.5 ? domain.Low : domain.High,
        (_, true, true) => domain.Low + ((domain.High - domain.Low) * (0.1 + (0.8 * share))),
        (_, true, false) => domain.Low + 0.2 + (1.6 * share),
        (_, false, true) => domain.High - 0.2 - (1.6 * share),
        _ => (3 * share) - 1.5,
    };

    /// <summary>One way to make a batch.</summary>
    private sealed record Attempt(int Classes, int Side, int[] Numbers, int[] Labels, Kind Kind)
    {
        public int[] Shape(string axes, int[] unnamed) => axes.Length == 0 ? unnamed : [.. axes.Split(' ').SelectMany(axis => axis == "..." ? unnamed : [Length(axis, axes)])];

        public int Length(string axis, string axes) => axis switch
        {
            "H" or "W" when axes.Contains('W', StringComparison.Ordinal) => Side,
            "T" when Side > Sides[0] => Side,
            "K" => Classes,
            _ => Lengths.GetValueOrDefault(axis, 3),
        };
    }
}
