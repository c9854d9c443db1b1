namespace Minima.Analysis;

/// <summary>A cut through the points of a loss, with the names of its sides: <c>p &lt; t</c> and <c>p &gt; t</c>.</summary>
internal sealed record Cut(string Below, string Above, Func<double[], bool> IsAbove);

/// <summary>Regions in each of which a derivative written by hand is wrong in one simple way, or right.</summary>
internal sealed record Region(string Name, Mistake Mistake, IReadOnlyList<Compared> Points)
{
    /// <summary>The fewest regions that explain everything; null if none do.</summary>
    public static IReadOnlyList<Region>? Explain(CheckContext context, IReadOnlyList<Compared> points)
    {
        var functions = Functions(context);
        var cuts = Cuts(context);
        var tries = new List<Cut[]> { Array.Empty<Cut>() };
        tries.AddRange(cuts.Select(c => new[] { c }));
        for (var i = 0; i < cuts.Count; i++)
        {
            for (var j = i + 1; j < cuts.Count; j++)
            {
                tries.Add([cuts[i], cuts[j]]);
            }
        }

        // A function explains more than regions only if there is one region: so first numbers, on all regions, then functions.
        foreach (var vocabulary in new[] { [], functions })
        {
            foreach (var chosen in tries.Where(t => vocabulary.Count == 0 || t.Length < 2))
            {
                var regions = points
                    .GroupBy(p => chosen.Select((c, i) => c.IsAbove(p.X) ? 1 << i : 0).Sum())
                    .OrderBy(g => g.Key)
                    .Select(g => new Region(NameOf(chosen, g.Key), Mistake.Of([.. g], vocabulary), [.. g]))
                    .ToArray();
                if (regions.All(r => r.Mistake.Kind != MistakeKind.Unlike))
                {
                    return regions;
                }
            }
        }

        return null;
    }

    private static string NameOf(Cut[] cuts, int key) => string.Join(", ", cuts.Select((c, i) => (key >> i & 1) == 1 ? c.Above : c.Below));

    /// <summary>Places where formulas change: the target, kinks, signs and labels.</summary>
    private static List<Cut> Cuts(CheckContext context)
    {
        var function = context.Function;
        var t = function.Target;
        var cuts = new List<Cut>();
        if (t > 0)
        {
            var domain = function.DomainOf(t);
            if (domain.IsLabel)
            {
                cuts.Add(new($"t = {Quantity.Digits(domain.Low)}", $"t = {Quantity.Digits(domain.High)}", x => x[t] > domain.Low));
            }
            else if (domain is { Low: 0, High: 1 })
            {
                cuts.Add(new("t < 0.5", "t > 0.5", x => x[t] > 0.5));
            }

            cuts.Add(new("p < t", "p > t", x => x[0] > x[t]));
        }

        foreach (var kink in context.Analysis.Kinks.Concat(context.Analysis.CurvatureJumps).Where(k => k.At.Value != 0 || k.Place != KinkPlace.Residual).Take(4))
        {
            var at = kink.At.Value;
            var (letter, of) = kink.Place switch
            {
                KinkPlace.Residual when t > 0 => ("p - t", x => x[0] - x[t]),
                KinkPlace.Margin when t > 0 => ("t p", x => x[0] * x[t]),
                KinkPlace.Ratio when t > 0 => ("p / t", x => x[0] / x[t]),
                _ => ("p", (Func<double[], double>)(x => x[0])),
            };
            cuts.Add(kink.OnBothSides
                ? new($"|{letter}| < {kink.At.Text}", $"|{letter}| > {kink.At.Text}", x => Math.Abs(of(x)) > Math.Abs(at))
                : new($"{letter} < {kink.At.Text}", $"{letter} > {kink.At.Text}", x => of(x) > at));
        }

        cuts.Add(new("p < 0", "p > 0", x => x[0] > 0));
        if (t > 0 && function.DomainOf(t) is { IsLabel: false, Low: < 0 })
        {
            cuts.Add(new("t < 0", "t > 0", x => x[t] > 0));
        }

        return cuts;
    }

    /// <summary>Factors that people often forget or apply twice: the derivative of the link, a square, a weight.</summary>
    public static List<(string Name, Func<double[], double> Of)> Functions(CheckContext context)
    {
        var function = context.Function;
        var t = function.Target;
        var functions = new List<(string, Func<double[], double>)>();
        foreach (var i in function.Extras)
        {
            functions.Add((context.Loss.Entry.Inputs[i].Name, x => x[i]));
        }

        functions.Add(("sigmoid(p)*(1 - sigmoid(p))", x => 1 / ((1 + Math.Exp(-x[0])) * (1 + Math.Exp(x[0])))));
        functions.Add(("sigmoid(p)", x => 1 / (1 + Math.Exp(-x[0]))));
        functions.Add(("(1 - sigmoid(p))", x => 1 / (1 + Math.Exp(x[0]))));
        functions.Add(("p*(1 - p)", x => x[0] * (1 - x[0])));
        functions.Add(("exp(p)", x => Math.Exp(x[0])));
        functions.Add(("p", x => x[0]));
        if (t > 0)
        {
            functions.Add(("t", x => x[t]));
            functions.Add(("(1 - t)", x => 1 - x[t]));
            functions.Add(("(p - t)", x => x[0] - x[t]));
            functions.Add(("abs(p - t)", x => Math.Abs(x[0] - x[t])));
            functions.Add(("t^2", x => x[t] * x[t]));
        }

        functions.Add(("p^2", x => x[0] * x[0]));
        return functions;
    }
}
