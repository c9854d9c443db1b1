using Minima.Cli.Compare;

namespace Minima.Cli.Fit;

/// <summary>
/// The objective of a smooth loss over rows of classes. The parameters are those of the contrasts, one after the other, each with a
/// number for every column of the design; the predictions are the scores of all classes, row after row.
/// </summary>
internal sealed class ClassObjective(double[] design, int width, Contrasts contrasts, ClassTerms terms, double[]? penalty)
    : FitObjective(design, contrasts.Count * width, terms, penalty, new double[contrasts.Count * width], Kinks.None)
{
    /// <summary>A table of the leads of labels with more numbers than this is not made.</summary>
    private const long MostNumbers = 40_000_000;

    public override int Rows => terms.Labels.Length * contrasts.Classes;

    /// <summary>Bounded losses are flat where all probabilities are near 0 and 1; a step must not jump there from the slope.</summary>
    public override double LongestStep => 2;

    protected override bool CurvesByRow => false;

    public override FitObjective WithPenalty(double[] penalty) => new ClassObjective(Design, width, contrasts, terms, AddedPenalty(penalty));

    public override double[] Predict(ReadOnlySpan<double> parameters) => Scores(Design, width, contrasts.ToClasses(parameters));

    /// <summary>The scores of all rows.</summary>
    public static double[] Scores(double[] design, int width, double[][] classes)
    {
        var scores = new double[design.Length / width * classes.Length];
        for (var i = 0; i < scores.Length; i++)
            scores[i] = FixedOrder.Dot(design.AsSpan(i / classes.Length * width, width), classes[i % classes.Length]);
        return scores;
    }

    public override void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target)
    {
        for (var i = 0; i < terms.Labels.Length; i++)
        {
            var row = Design.AsSpan(i * width, width);
            for (var a = 0; a < contrasts.Count; a++)
            {
                var slope = 0.0;
                for (var k = 0; k < contrasts.Classes; k++) slope += contrasts[k, a] * slopes[(i * contrasts.Classes) + k];
                if (slope != 0) FixedOrder.AddScaled(slope, row, target.Slice(a * width, width));
            }
        }
    }

    /// <summary>Beside the label's score, where a loss sees differences only: what is the same for all classes is nothing.</summary>
    public override double[] Relative(double[] along)
    {
        if (contrasts.Count == contrasts.Classes) return along;
        var relative = (double[])along.Clone();
        for (var i = 0; i < relative.Length; i++)
        {
            var row = i / contrasts.Classes;
            relative[i] -= along[(row * contrasts.Classes) + terms.Labels[row]];
        }

        return relative;
    }

    protected override void AddCurvature(ReadOnlySpan<double> prediction, double[] curvatures, double[] hessian, Curvature curvature)
    {
        var count = contrasts.Count;
        var rows = terms.Labels.Length;
        var all = InContrasts(terms.SecondDerivatives(prediction), curvature == Curvature.GaussNewton);
        var block = new double[width * width];
        var weights = new double[rows];
        for (var a = 0; a < count; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                for (var i = 0; i < rows; i++) weights[i] = terms.Share[i * contrasts.Classes] * all[(((i * count) + a) * count) + b];
                Array.Clear(block);
                Gram.AddWeighted(Design, width, weights, block);
                for (var j = 0; j < width; j++)
                {
                    for (var m = 0; m < width; m++)
                    {
                        hessian[(((a * width) + j) * Columns) + (b * width) + m] += block[(j * width) + m];
                        if (a != b) hessian[(((b * width) + m) * Columns) + (a * width) + j] += block[(j * width) + m];
                    }
                }
            }
        }
    }

    public override (Func<double[], double[]> Times, double[] Diagonal) SecondDerivative(double[] prediction)
    {
        var diagonal = new double[Columns];
        var curvatures = new double[Rows];
        terms.Evaluate(prediction, new double[Rows], curvatures);
        for (var i = 0; i < terms.Labels.Length; i++)
        {
            var row = Design.AsSpan(i * width, width);
            for (var a = 0; a < contrasts.Count; a++)
            {
                var bent = 0.0;
                for (var k = 0; k < contrasts.Classes; k++) bent += contrasts[k, a] * contrasts[k, a] * Math.Max(0, curvatures[(i * contrasts.Classes) + k]);
                bent *= terms.Share[i * contrasts.Classes];
                for (var j = 0; j < width; j++) diagonal[(a * width) + j] += bent * row[j] * row[j];
            }
        }

        for (var j = 0; j < Columns && Penalty is not null; j++) diagonal[j] += Penalty[Penalty.Length == Columns ? j : (j * Columns) + j];
        return (vector => Times(prediction, vector), Array.ConvertAll(diagonal, x => x > 0 ? x : 1));
    }

    /// <summary>
    /// The lead of the label over each other class, as a function of the parameters, row after row: what separates classes makes all
    /// of them grow. Null where the table of them is too large.
    /// </summary>
    public (double[] Design, double[] Share)? Leads()
    {
        var rows = terms.Labels.Length;
        var others = contrasts.Classes - 1;
        if ((long)rows * others * Columns > MostNumbers) return null;
        return LeadsOf(Design, width, contrasts, terms, 1);
    }

    /// <param name="design">The design.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="contrasts">The classes.</param>
    /// <param name="terms">The labels.</param>
    /// <param name="sign">1 for the lead of the label, -1 for that of the other class.</param>
    public static (double[] Design, double[] Share) LeadsOf(double[] design, int width, Contrasts contrasts, ClassTerms terms, int sign)
    {
        var others = contrasts.Classes - 1;
        var columns = contrasts.Count * width;
        var leads = new double[terms.Labels.Length * others * columns];
        var share = new double[terms.Labels.Length * others];
        for (var lead = 0; lead < share.Length; lead++)
        {
            var (row, label) = (lead / others, terms.Labels[lead / others]);
            var other = lead % others < label ? lead % others : (lead % others) + 1;
            share[lead] = terms.Share[row * contrasts.Classes];
            for (var a = 0; a < contrasts.Count; a++)
                FixedOrder.AddScaled(sign * (contrasts[label, a] - contrasts[other, a]), design.AsSpan(row * width, width), leads.AsSpan((lead * columns) + (a * width), width));
        }

        return (leads, share);
    }

    /// <summary>A product by the difference of two exact gradients.</summary>
    private double[] Times(double[] prediction, double[] vector)
    {
        var along = Predict(vector);
        var largest = FixedOrder.LargestMagnitude(along);
        var image = Penalty is null ? new double[vector.Length] : PenaltyTimes(vector);
        if (!(largest > 0)) return image;
        var step = 1e-5 / largest;
        var (above, below) = ((double[])prediction.Clone(), (double[])prediction.Clone());
        FixedOrder.AddScaled(step, along, above);
        FixedOrder.AddScaled(-step, along, below);
        var (high, low) = (new double[Rows], new double[Rows]);
        terms.Evaluate(above, high, []);
        terms.Evaluate(below, low, []);
        for (var i = 0; i < high.Length; i++) high[i] = terms.Share[i] * (high[i] - low[i]) / (2 * step);
        AddTransposed(high, image);
        return image;
    }

    /// <summary>For each row Hᵀ S H; where it is asked for, without its negative eigenvalues.</summary>
    private double[] InContrasts(double[] second, bool onlyPositive)
    {
        var (classes, count) = (contrasts.Classes, contrasts.Count);
        var all = new double[terms.Labels.Length * count * count];
        var half = new double[classes * count];
        for (var i = 0; i < terms.Labels.Length; i++)
        {
            Array.Clear(half);
            for (var k = 0; k < classes; k++)
            {
                for (var m = 0; m < classes; m++)
                {
                    // Both triangles are the same but for rounding.
                    var entry = 0.5 * (second[(((i * classes) + k) * classes) + m] + second[(((i * classes) + m) * classes) + k]);
                    if (entry == 0) continue;
                    for (var b = 0; b < count; b++) half[(k * count) + b] += entry * contrasts[m, b];
                }
            }

            var mine = all.AsSpan(i * count * count, count * count);
            for (var k = 0; k < classes; k++)
            {
                for (var a = 0; a < count; a++)
                {
                    if (contrasts[k, a] != 0) FixedOrder.AddScaled(contrasts[k, a], half.AsSpan(k * count, count), mine.Slice(a * count, count));
                }
            }

            if (onlyPositive) Eigenvalues.DropNegative(mine, count);
        }

        return all;
    }
}
