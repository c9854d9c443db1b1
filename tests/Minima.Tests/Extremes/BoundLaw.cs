using Minima.Tests.Matrix;

namespace Minima.Tests.Extremes;

/// <summary>No value lies below the bound that the entry declares.</summary>
internal sealed class BoundLaw : Law
{
    private const int Points = 600;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 904, Points, kinks: true);
        return Enumerable.Range(0, Points)
            .Select(n => rows.Select(r => r[n]).ToArray())
            .Concat(FiniteLaw.Points(subject))
            .Where(x => subject.Value(x) < subject.Entry.LowerBound)
            .Select(x => $"the term at {Ulp.Text(x)} is {Ulp.Text(subject.Value(x))}, below the declared bound {Ulp.Text(subject.Entry.LowerBound)}");
    }
}
