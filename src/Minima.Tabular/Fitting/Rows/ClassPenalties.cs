namespace Minima.Tabular;

/// <summary>The penalties of a fit over classes, in the parameters of its contrasts.</summary>
/// <param name="Quadratic">Λ in full or its diagonal, or null for none.</param>
/// <param name="Linear">The derivative of each parameter's l1 term left of 0.</param>
/// <param name="Kinks">The kinks of these terms.</param>
internal sealed record ClassPenalties(double[]? Quadratic, double[] Linear, Kinks Kinks)
{
    /// <param name="settings">The strengths.</param>
    /// <param name="basis">The columns.</param>
    /// <param name="contrasts">The classes; with an l1 penalty each is a coordinate of its own.</param>
    /// <param name="differencesOnly">The loss sees differences of scores only.</param>
    public static ClassPenalties Of(LinearFitSettings settings, ModelBasis basis, Contrasts contrasts, bool differencesOnly)
    {
        var quadratic = settings.L2 > 0 ? Quadratics(settings.L2, settings, basis, contrasts) : null;
        var linear = new double[contrasts.Count * basis.Columns];
        if (settings.L1 == 0) return new ClassPenalties(quadratic, linear, Kinks.None);
        var deviations = basis.Deviations;
        var kinks = new List<Kink>();
        for (var k = 0; k < contrasts.Count; k++)
        {
            for (var j = 0; j < basis.Features; j++)
            {
                var at = (k * basis.Columns) + j;
                linear[at] = -settings.L1 / (settings.StandardizedUnits ? 1 : deviations[j]);
                kinks.Add(new Kink(-1 - at, 0, -2 * linear[at]));
            }
        }

        if (differencesOnly)
        {
            // A number added to all intercepts changes nothing, so a penalty holds the last one at 0, at no cost at the optimum.
            quadratic ??= new double[linear.Length];
            quadratic[^1] += 1;
        }

        return new ClassPenalties(quadratic, linear, new Kinks([.. kinks]));
    }

    /// <summary>Λ for a strength.</summary>
    public static double[] Quadratics(double strength, LinearFitSettings settings, ModelBasis basis, Contrasts contrasts) =>
        contrasts.Penalty(basis.Penalty(strength, settings.StandardizedUnits), basis.Columns);
}
