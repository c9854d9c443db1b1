using Minima.Cli.Compare;

namespace Minima.Cli.Fit;

/// <summary>
/// A loss over rows of classes that bends, as an objective of leads whose bends are known one by one, so that the solver for bends
/// applies. Where only the largest lead counts, every row has a bound of its own among the parameters, behind the coefficients.
/// </summary>
internal sealed class LeadProblem
{
    /// <summary>A table of leads with more numbers than this is not made.</summary>
    private const long MostNumbers = 40_000_000;

    private readonly Contrasts _contrasts;
    private readonly ClassTerms _terms;
    private readonly int _coefficients;
    private readonly int _bounds;

    private LeadProblem(Contrasts contrasts, ClassTerms terms, int coefficients, int bounds, FitObjective objective)
    {
        _contrasts = contrasts;
        _terms = terms;
        _coefficients = coefficients;
        _bounds = bounds;
        Objective = objective;
    }

    public FitObjective Objective { get; }

    /// <param name="loss">The loss.</param>
    /// <param name="sum">How it is made up.</param>
    /// <param name="basis">The columns.</param>
    /// <param name="contrasts">The classes.</param>
    /// <param name="terms">The rows.</param>
    /// <param name="rowShare">The share of each row.</param>
    /// <param name="penalty">Λ of the coefficients, or null.</param>
    /// <exception cref="DataException">The table is too large for it.</exception>
    public static LeadProblem Of(Loss loss, ClassSum sum, ModelBasis basis, Contrasts contrasts, ClassTerms terms, double[] rowShare, double[]? penalty)
    {
        var rows = rowShare.Length;
        var others = contrasts.Classes - 1;
        var coefficients = contrasts.Count * basis.Columns;
        var bounds = sum == ClassSum.LargestLead ? rows : 0;
        var columns = coefficients + bounds;
        var numbers = ((long)(rows * (long)others) + bounds) * columns;
        if (numbers > MostNumbers)
        {
            throw new DataException(FormattableString.Invariant(
                $"fit: {loss.Entry.Key} bends, and on {rows} rows of {contrasts.Classes} classes its bends make a table of {numbers} numbers; at most {MostNumbers} are expected. Give a sample of the rows, or take a smooth loss for several classes."));
        }

        var (leads, leadShare) = ClassObjective.LeadsOf(basis.Design, basis.Columns, contrasts, terms, -1);
        var excess = sum == ClassSum.LargestLead ? 2 * Steepest(loss, contrasts.Classes) : (double?)null;
        var share = excess is null ? leadShare : [.. rowShare, .. leadShare];
        var found = ShapeSearch.Run(new DifferenceProbe(loss, contrasts.Classes, excess is not null, excess is null ? leadShare.Length : rows), share).Kinks.Items;
        if (excess is { } price)
        {
            leads = WithBounds(leads, coefficients, rows, others);
            found = [.. found, .. leadShare.Select((mine, lead) => new Kink(rows + lead, 0, price * mine))];
        }

        var objective = new FitObjective(leads, columns, new LeadTerms(loss, contrasts.Classes, rowShare, share, excess), Extended(penalty, coefficients, columns), new double[columns], new Kinks(found));
        return new LeadProblem(contrasts, terms, coefficients, bounds, objective);
    }

    /// <summary>The parameters of a start: each bound is the largest lead.</summary>
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

    /// <summary>A penalty of the coefficients for all parameters.</summary>
    public double[] Penalty(double[] ofCoefficients) => Extended(ofCoefficients, _coefficients, _coefficients + _bounds)!;

    /// <summary>The coefficients among the parameters.</summary>
    public double[] Coefficients(double[] parameters) => parameters[.._coefficients];

    /// <summary>For each row and class the slope of the mean loss that the certificate gives.</summary>
    public double[] Slopes(Solution solution)
    {
        var predictions = Objective.Rows;
        var slopes = new double[predictions];
        Objective.SmoothSlopes(Objective.Predict(solution.Parameters), slopes, []);
        for (var lead = 0; lead < predictions; lead++) slopes[lead] *= Objective.Share[lead];
        for (var m = 0; m < Objective.Kinks.Count; m++) slopes[Objective.Kinks.Items[m].Row] += solution.Multipliers[m];
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

    /// <summary>The slope far out; beyond it a bound never lies below its leads.</summary>
    private static double Steepest(Loss loss, int classes)
    {
        ISlopeProbe probe = new DifferenceProbe(loss, classes, true, 1);
        var slopes = probe.At([1e3, 1e6], 0);
        return slopes[1] <= slopes[0] * (1 + 1e-9)
            ? slopes[1]
            : throw new DataException($"fit: {loss.Entry.Key} bends and grows faster than its largest lead, which no solver here can use; take a smooth loss for several classes.");
    }

    private static double[] WithBounds(double[] leads, int coefficients, int rows, int others)
    {
        var columns = coefficients + rows;
        var design = new double[(rows + (rows * others)) * columns];
        for (var i = 0; i < rows; i++) design[(i * columns) + coefficients + i] = 1;
        for (var lead = 0; lead < rows * others; lead++)
        {
            var row = design.AsSpan((rows + lead) * columns, columns);
            leads.AsSpan(lead * coefficients, coefficients).CopyTo(row);
            row[coefficients + (lead / others)] = -1;
        }

        return design;
    }

    private static double[]? Extended(double[]? penalty, int from, int to)
    {
        if (penalty is null || from == to) return penalty;
        if (penalty.Length == from) return [.. penalty, .. new double[to - from]];
        var wide = new double[to * to];
        for (var j = 0; j < from; j++) penalty.AsSpan(j * from, from).CopyTo(wide.AsSpan(j * to, from));
        return wide;
    }
}
