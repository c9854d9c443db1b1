namespace Minima.Analysis;

/// <summary>
/// The domains of a formula as text, which states none. For predictions, the widest in which the formula is a number. For targets, the widest in
/// which it also has a lowest value: a formula that is linear in the target reveals its targets that way.
/// </summary>
internal static class DomainGuess
{
    /// <summary>Only numbers up to this size are conclusive: farther out a NaN is an overflow, not the end of a domain.</summary>
    private const double Ordinary = 20;

    private static readonly Domain[] Predictions = [Domain.Real, Domain.AboveOf(-1), Domain.Positive, Domain.OpenUnit];

    private static readonly Domain[] Targets = [Domain.Real, Domain.AboveOf(-1), Domain.NonNegative, Domain.Positive, Domain.Unit, Domain.MarginLabel];

    /// <summary>The domains by input, in the form of <see cref="PointFunction.Stated"/>.</summary>
    public static Domain?[] Place(Loss loss, Domain? prediction, Domain? target)
    {
        var function = PointFunction.Of(loss);
        var domains = new Domain?[function.Arity];
        domains[0] = prediction;
        if (function.Target > 0)
        {
            domains[function.Target] = target;
        }

        return domains;
    }

    /// <summary>The domains, guessed if not stated; real if no guess is sound.</summary>
    public static Domain?[] Of(Loss loss, Domain? prediction, Domain? target)
    {
        var hasTarget = PointFunction.Of(loss).Target > 0;
        foreach (var p in prediction is { } one ? [one] : Predictions)
        {
            Domain?[]? number = null;
            foreach (var t in target is { } other ? [other] : hasTarget ? Targets : [Domain.Real])
            {
                var domains = Place(loss, p, t);
                var setting = Setting.Of(loss, domains);
                var sections = LossAnalysis.SectionsOf(setting).Where(s => s.Extras.AsSpan().SequenceEqual(setting.Extras)).ToArray();
                if (!IsNumber(sections))
                {
                    continue;
                }

                number ??= domains;
                if (sections.All(s => Falling.At(setting.Function, s) is null))
                {
                    // A function of the product alone expects the labels -1 and +1.
                    return target is null && hasTarget && t.IsReal && p.IsReal && CoordinateSearch.Find(Setting.Of(loss, Place(loss, p, Domain.MarginLabel))) == (LossCoordinate.Margin, Evidence.Proven)
                        ? Place(loss, p, Domain.MarginLabel)
                        : domains;
                }
            }

            if (number is not null)
            {
                return number;
            }
        }

        return Place(loss, prediction ?? Domain.Real, target ?? Domain.Real);
    }

    /// <summary>True if there is no NaN anywhere, and no target for which the loss is infinite throughout.</summary>
    private static bool IsNumber(IReadOnlyList<Section> sections) => sections
        .Where(s => Math.Abs(s.Target) <= Ordinary)
        .All(s => s.Jets.Any(j => double.IsFinite(j.Value)) && Enumerable.Range(0, s.Count).All(i => Math.Abs(s.Predictions[i]) > Ordinary || !double.IsNaN(s.Jets[i].Value)));
}
