namespace Minima.Tabular;

/// <summary>
/// The objective of a smooth loss over rows of classes. The parameters are those of the contrasts, one after the other, each with a
/// number for every column of the design; the predictions are the scores of all classes, row after row.
/// </summary>
internal sealed class ClassObjective(double[] design, int width, Contrasts contrasts, ClassTerms terms, double[]? penalty, double[] linear, Kinks kinks)
    : FitObjective(design, contrasts.Count * width, terms, penalty, linear, kinks, terms.Labels.Length * contrasts.Classes)
{
    /// <summary>Bounded losses are flat if all probabilities are near 0 and 1; a step must not jump there from a steep point.</summary>
    public override double LongestStep => 2;

    protected override bool CurvesByRow => false;

    public override FitObjective WithPenalty(double[] penalty) => new ClassObjective(Design, width, contrasts, terms, AddedPenalty(penalty), Linear, Kinks);

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

    /// <summary>The change relative to the label's score if the loss sees differences only: a change common to all classes has no effect.</summary>
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
        var scores = prediction.ToArray();
        ClassGram.Add(Design, width, contrasts.Count, Small, hessian, Columns);

        void Small(int row, double[] to, int at)
        {
            var mine = to.AsSpan(at, contrasts.Count * contrasts.Count);
            InContrasts(terms.SecondDerivative(scores, row), mine);
            if (curvature == Curvature.GaussNewton) Eigenvalues.DropNegative(mine, contrasts.Count);
            foreach (ref var entry in mine) entry *= terms.Share[row * contrasts.Classes];
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

    /// <summary>An objective whose minimum is a direction in which every label's margin over the other classes grows or stays constant: such a direction separates them.</summary>
    public LeadObjective Separation()
    {
        var share = LeadProblem.ShareOf(terms);
        var sides = new SideTerms(share, Array.ConvertAll(share, _ => -1));
        return new LeadObjective(Design, width, contrasts, terms.Labels, false, sides, null, new double[Columns], sides.Kinks());
    }

    /// <summary>A product with the second derivative.</summary>
    private double[] Times(double[] prediction, double[] vector)
    {
        var image = Penalty is null ? new double[vector.Length] : PenaltyTimes(vector);
        var slopes = terms.SecondDerivativeTimes(prediction, Predict(vector));
        for (var i = 0; i < slopes.Length; i++) slopes[i] *= terms.Share[i];
        AddTransposed(slopes, image);
        return image;
    }

    /// <summary>Hᵀ S H for the second derivative S of one row.</summary>
    private void InContrasts(double[] second, Span<double> result)
    {
        var (classes, count) = (contrasts.Classes, contrasts.Count);
        result.Clear();
        var half = new double[count];
        for (var k = 0; k < classes; k++)
        {
            Array.Clear(half);
            for (var m = 0; m < classes; m++)
            {
                var entry = second[(k * classes) + m];
                for (var b = 0; b < count && entry != 0; b++) half[b] += entry * contrasts[m, b];
            }

            for (var a = 0; a < count; a++)
            {
                if (contrasts[k, a] != 0) FixedOrder.AddScaled(contrasts[k, a], half, result.Slice(a * count, count));
            }
        }
    }
}
