namespace Minima.Tabular;

/// <summary>
/// A loss over rows of classes with kinks, as an objective of margins whose kinks are known one by one, so that the solver for kinks
/// applies. If only the largest margin counts, every row has a bound of its own among the parameters, after the coefficients.
/// </summary>
internal sealed class LeadProblem
{
    /// <summary>With more coefficients than this a matrix of all of them is not factored.</summary>
    public const int MostCoefficients = 5000;

    private readonly Contrasts _contrasts;
    private readonly ClassTerms _terms;
    private readonly int _coefficients;
    private readonly int _bounds;

    private LeadProblem(Contrasts contrasts, ClassTerms terms, int coefficients, int bounds, LeadObjective objective)
    {
        _contrasts = contrasts;
        _terms = terms;
        _coefficients = coefficients;
        _bounds = bounds;
        Objective = objective;
    }

    public LeadObjective Objective { get; }

    /// <param name="loss">The loss.</param>
    /// <param name="sum">The dependence on the other classes.</param>
    /// <param name="basis">The columns.</param>
    /// <param name="contrasts">The classes.</param>
    /// <param name="terms">The rows.</param>
    /// <param name="rowShare">The weight of each row, as a fraction.</param>
    /// <param name="penalties">The penalties.</param>
    /// <exception cref="DataException">The loss grows faster than linearly, which a bound cannot follow.</exception>
    public static LeadProblem Of(Loss loss, ClassSum sum, ModelBasis basis, Contrasts contrasts, ClassTerms terms, double[] rowShare, ClassPenalties penalties)
    {
        var rows = rowShare.Length;
        var coefficients = contrasts.Count * basis.Columns;
        var leadShare = ShareOf(terms);
        var excess = sum == ClassSum.LargestLead ? 2 * Steepest(loss, contrasts.Classes) : (double?)null;
        var bounds = excess is null ? 0 : rows;
        var share = excess is null ? leadShare : [.. rowShare, .. leadShare];
        var found = ShapeSearch.Run(new DifferenceProbe(loss, contrasts.Classes, excess is not null, excess is null ? leadShare.Length : rows), share).Kinks.Items;
        if (excess is { } price) found = [.. found, .. leadShare.Select((mine, lead) => new Kink(rows + lead, 0, price * mine))];
        var objective = new LeadObjective(
            basis.Design, basis.Columns, contrasts, terms.Labels, bounds > 0, new LeadTerms(loss, contrasts.Classes, rowShare, share, excess),
            penalties.Quadratic, [.. penalties.Linear, .. new double[bounds]], new Kinks([.. found, .. penalties.Kinks.Items]));
        return new LeadProblem(contrasts, terms, coefficients, bounds, objective);
    }

    /// <summary>The weight of the row of each margin.</summary>
    public static double[] ShareOf(ClassTerms terms)
    {
        var others = terms.Classes - 1;
        return [.. Enumerable.Range(0, terms.Labels.Length * others).Select(lead => terms.Share[lead / others * terms.Classes])];
    }

    /// <summary>The parameters of a start: each bound is the largest margin.</summary>
    public double[] Start(double[] coefficients)
    {
        var start = new double[_coefficients + _bounds];
        coefficients.CopyTo(start, 0);
        if (_bounds == 0) return start;
        var leads = Objective.Predict(start);
        var others = _contrasts.Classes - 1;
        for (var i = 0; i < _bounds; i++)
        {
            start[_coefficients + i] = double.NegativeInfinity;
            for (var k = 0; k < others; k++) start[_coefficients + i] = Math.Max(start[_coefficients + i], leads[_bounds + (i * others) + k]);
        }

        return start;
    }

    /// <summary>The coefficients among the parameters.</summary>
    public double[] Coefficients(double[] parameters) => parameters[.._coefficients];

    /// <summary>The derivative of the mean loss for each row and class, from the certificate.</summary>
    public double[] Slopes(Solution solution)
    {
        var predictions = Objective.Rows;
        var slopes = new double[predictions];
        Objective.SmoothSlopes(Objective.Predict(solution.Parameters), slopes, []);
        for (var lead = 0; lead < predictions; lead++) slopes[lead] *= Objective.Share[lead];
        for (var m = 0; m < Objective.Kinks.Count; m++)
        {
            if (Objective.Kinks.Items[m].Row >= 0) slopes[Objective.Kinks.Items[m].Row] += solution.Multipliers[m];
        }

        var others = _contrasts.Classes - 1;
        var byScore = new double[_terms.Labels.Length * _contrasts.Classes];
        for (var lead = 0; lead < _terms.Labels.Length * others; lead++)
        {
            var (row, label) = (lead / others, _terms.Labels[lead / others]);
            var other = lead % others < label ? lead % others : (lead % others) + 1;
            byScore[(row * _contrasts.Classes) + other] += slopes[_bounds + lead];
            byScore[(row * _contrasts.Classes) + label] -= slopes[_bounds + lead];
        }

        return byScore;
    }

    /// <summary>The derivative far out; as the price of an excess it keeps a bound from lying below its margins.</summary>
    private static double Steepest(Loss loss, int classes)
    {
        ISlopeProbe probe = new DifferenceProbe(loss, classes, true, 1);
        var slopes = probe.At([1e3, 1e6], 0);
        return slopes[1] <= slopes[0] * (1 + 1e-9)
            ? slopes[1]
            : throw new DataException($"fit: {loss.Entry.Key} has kinks and grows faster than its largest margin, which no solver here can use; take a smooth loss for several classes.");
    }
}
