namespace Minima.Analysis;

/// <summary>Values, derivatives and second derivatives of a row loss along the prediction of its first class.</summary>
public sealed record RowCurveSamples(double[] Values, double[] Slopes, double[] Curvatures);

/// <summary>The section on which a row loss is drawn: along the prediction of its first class, with the others held.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="From">The start of the axis.</param>
/// <param name="To">The end of the axis.</param>
/// <param name="Others">The predictions of the other classes.</param>
/// <param name="Targets">The targets of the first class: 1 if it is the label, 0 if the second is; scores if targets are scores.</param>
public sealed record RowSection(Loss Loss, double From, double To, IReadOnlyList<double> Others, IReadOnlyList<double> Targets)
{
    /// <summary>The section that suits a row loss at its parameters: the other classes at 0 if predictions are scores.</summary>
    internal static RowSection Of(RowFunction function, RowLink link)
    {
        var loss = function.Loss;
        var domain = loss.DomainOf(0);
        double[] targets = link.OfScores ? [0] : [1, 0];
        var (from, to, held) = link.Name switch
        {
            _ when function.TakesLogProbabilities || link.OnLogProbabilities => (-5, 0, -Math.Log(function.Classes)),
            _ when !domain.IsReal => (domain.Contains(0) ? 0.0 : 0.01, 1.0, 1.0 / function.Classes),
            PredictionLink.Softmax or PredictionLink.Logit => (-6, 6, 0),
            _ => (-3.0, 3.0, 0.0),
        };
        return new RowSection(loss, from, to, [.. Enumerable.Repeat(held, function.Classes - 1)], targets);
    }

    /// <summary>The target row: the target of the first class, with the rest of a one-hot row on the second; scores if targets are scores.</summary>
    public double[] TargetAt(double first)
    {
        var row = new double[Others.Count + 1];
        row[0] = first;
        if (Targets.Count == 1)
        {
            for (var k = 1; k < row.Length; k++)
            {
                row[k] = k % 2 == 1 ? 1 : -1;
            }
        }
        else if (row.Length > 1)
        {
            row[1] = 1 - first;
        }

        // A domain without 0 and 1 needs smaller extremes; one without 1 takes log-probabilities.
        var domain = Loss.DomainOf(1);
        if (Loss.Entry.Inputs[1].Kind == InputKind.Label || (domain.Contains(0) && domain.Contains(1))) return row;
        var shares = Array.ConvertAll(row, share => (share + 0.1) / (1 + 0.1 * row.Length));
        return domain.Contains(1) ? shares : Array.ConvertAll(shares, Math.Log);
    }

    /// <summary>The curve at points of the axis, NaN outside the domain; if the gradient is stopped, the curvature is 0.</summary>
    public RowCurveSamples At(ReadOnlySpan<double> x, double targetOfFirst)
    {
        var domain = Loss.DomainOf(0);
        var fits = Others.All(domain.Contains);
        var inside = x.ToArray().Select(value => fits && (domain.Contains(value) || double.IsNaN(value))).ToArray();
        if (Array.TrueForAll(inside, one => one)) return Inside(x, targetOfFirst);
        var samples = Inside([.. x.ToArray().Where((_, i) => inside[i])], targetOfFirst);
        return new RowCurveSamples(Spread(samples.Values, inside), Spread(samples.Slopes, inside), samples.Curvatures.Length == 0 ? [] : Spread(samples.Curvatures, inside));
    }

    private static double[] Spread(double[] values, bool[] inside)
    {
        var next = 0;
        return Array.ConvertAll(inside, one => one && values.Length > 0 ? values[next++] : double.NaN);
    }

    private RowCurveSamples Inside(ReadOnlySpan<double> x, double targetOfFirst)
    {
        var (count, classes) = (x.Length, Others.Count + 1);
        var prediction = new double[count * classes];
        var target = new double[count * classes];
        var targetRow = TargetAt(targetOfFirst);
        for (var i = 0; i < count; i++)
        {
            prediction[i * classes] = x[i];
            for (var k = 1; k < classes; k++)
            {
                prediction[i * classes + k] = Others[k - 1];
            }

            targetRow.CopyTo(target, i * classes);
        }

        var gradient = new double[count * classes];
        var curvature = new double[Loss.Entry.StopsGradient ? 0 : count * classes];
        var terms = new double[count];
        var takesLabels = Loss.Entry.Inputs[1].Kind != InputKind.Row;
        Loss.Evaluate(new LossBatch<double>
        {
            Prediction = prediction,
            Labels = takesLabels ? [.. Enumerable.Repeat(targetOfFirst == 1 || classes == 1 ? 0 : 1, count)] : [],
            Target = takesLabels ? [] : target,
            Classes = classes,
            Gradient = gradient,
            Hessian = curvature,
            Terms = terms,
            Reduction = Reduction.None,
        });
        return new RowCurveSamples(terms, OfFirst(gradient, classes), OfFirst(curvature, classes));
    }

    private static double[] OfFirst(double[] rows, int classes) => [.. rows.Where((_, i) => i % classes == 0)];
}
