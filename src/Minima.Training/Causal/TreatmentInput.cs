namespace Minima.Training.Causal;

/// <summary>A network with the treatment as an input besides the covariates, and the effect it predicts.</summary>
internal static class TreatmentInput
{
    public static Func<double[], double[]> Fit(TreatedUnits units, UnitScale scale, CausalSettings settings, RandomState random, Func<Tensor, int[], Tensor> loss)
    {
        var width = units.Width + 1;
        var model = UnitNetwork.Make(width, settings, random);
        var rows = With(scale.Covariates(units.CovariateArray), units.Width, i => (float)units.Treatment[i]);
        UnitNetwork.Fit(model.Parameters, [.. Enumerable.Range(0, units.Count)], settings, random, batch => loss(UnitNetwork.Numbers(model.Forward(UnitNetwork.Taken(rows, width, batch))), batch));
        return others =>
        {
            var covariates = scale.Covariates(others);
            double[] Outcomes(float treatment) => UnitNetwork.Said(model, With(covariates, units.Width, _ => treatment), width);
            var (treated, control) = (Outcomes(1), Outcomes(0));
            return [.. treated.Select((value, i) => scale.OutcomeDeviation * (value - control[i]))];
        };
    }

    private static float[] With(float[] covariates, int width, Func<int, float> treatment)
    {
        var count = covariates.Length / width;
        var rows = new float[count * (width + 1)];
        for (var i = 0; i < count; i++)
        {
            covariates.AsSpan(i * width, width).CopyTo(rows.AsSpan(i * (width + 1)));
            rows[(i * (width + 1)) + width] = treatment(i);
        }

        return rows;
    }
}
