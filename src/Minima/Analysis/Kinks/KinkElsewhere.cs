namespace Minima.Analysis;

/// <summary>A kink that a loss has only at other parameters.</summary>
/// <param name="Parameter">The parameter whose value creates the kink, or null if nearly all other values do.</param>
/// <param name="Value">That value.</param>
/// <param name="Kink">The kink, in terms of the parameters unless its place is a number.</param>
public sealed record KinkElsewhere(string? Parameter, double Value, Kink Kink)
{
    /// <summary>Searches the ends of the domains of single parameters, and the variants of all of them together.</summary>
    internal static IReadOnlyList<KinkElsewhere> Find(LossAnalysis analysis)
    {
        var loss = analysis.Loss;
        var own = analysis.Kinks;
        var found = new List<KinkElsewhere>();
        for (var i = 0; i < loss.Entry.Parameters.Count; i++)
        {
            var parameter = loss.Entry.Parameters[i];
            if (parameter.BindsInput is not null || loss.Parameters[i] is not double value || parameter.Domain.Kind != DomainKind.Interval)
            {
                continue;
            }

            foreach (var end in new[] { parameter.Domain.Low, parameter.Domain.High }.Where(e => double.IsFinite(e) && parameter.Domain.Contains(e) && e != value))
            {
                if (At(loss, parameter.Name, end) is { } there)
                {
                    found.AddRange(New(LossAnalysis.Of(there).Kinks, own).Select(k => new KinkElsewhere(parameter.Name, end, k)));
                }
            }
        }

        // Every variant has the kink and the loss does not: its own parameters are the exception.
        var others = analysis.Setting.Others().Select(o => LossAnalysis.Of(o.Function.Loss).Kinks).ToArray();
        if (others.Length > 0)
        {
            found.AddRange(New(others[0], own).Where(k => others.All(o => o.Any(n => IsSame(n, k)))).Select(k => new KinkElsewhere(null, double.NaN, k)));
        }

        return found;
    }

    private static IEnumerable<Kink> New(IReadOnlyList<Kink> kinks, IReadOnlyList<Kink> own) => kinks.Where(k => !own.Any(o => IsSame(o, k)));

    private static bool IsSame(Kink a, Kink b) => a.Place == b.Place && a.Order == b.Order && a.OnBothSides == b.OnBothSides && a.At.Text == b.At.Text;

    private static Loss? At(Loss loss, string parameter, double value)
    {
        try
        {
            return loss.With((parameter, value));
        }
        catch (LossException)
        {
            // A rule of the loss forbids this end together with the other parameters.
            return null;
        }
    }
}
