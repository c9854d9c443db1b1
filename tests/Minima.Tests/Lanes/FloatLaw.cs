using Minima.Tests.Matrix;

namespace Minima.Tests.Lanes;

/// <summary>Float lies within the ulps that the entry states, on a few points: for the broken losses and for formulas as text.</summary>
internal sealed class FloatLaw : Law
{
    private const int Points = 400;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var (term, gradient) = FloatAccuracy.Of(subject, Points);
        return new[] { term, gradient }
            .Where(worst => !(worst.Ulps <= subject.Entry.FloatUlps))
            .Select(worst => $"{worst.Where}, {subject.Entry.FloatUlps} are stated");
    }
}
