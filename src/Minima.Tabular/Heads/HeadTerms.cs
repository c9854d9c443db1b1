namespace Minima.Tabular;

/// <summary>Creates the terms of a plan.</summary>
internal static class HeadTerms
{
    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="reads">The loss is read as a density and not trained with.</param>
    public static IHeadTerms Of(HeadPlan plan, Loss loss, bool reads = false)
    {
        if (plan.Reading == HeadReading.Dispersion) return new DispersionTerms(plan, PowerOf(plan, loss));
        if (plan.IsJoint) return new QuantileTerms([.. plan.Levels.Select(level => AtLevel(loss, level))]);
        var own = reads && plan.ReadAt.Count > 0 ? With(loss, plan.ReadAt) : loss;
        return plan.OnTensors ? new TensorTerms(plan, own) : new LossTerms(plan, own);
    }

    /// <summary>The same loss with some parameters at other values.</summary>
    public static Loss With(Loss loss, IReadOnlyDictionary<string, object?> changed)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < loss.Parameters.Count; i++)
        {
            if (loss.Entry.Parameters[i].BindsInput is null) parameters[loss.Entry.Parameters[i].Name] = loss.Parameters[i];
        }

        foreach (var (name, value) in changed) parameters[name] = value;
        return Loss.Create(loss.Entry, parameters);
    }

    /// <summary>The loss with learned constants, each given as its unconstrained number.</summary>
    public static Loss At(HeadPlan plan, Loss loss, ReadOnlySpan<double> theta)
    {
        if (plan.Constants.Count == 0) return loss;
        var changed = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var k = 0; k < plan.Constants.Count; k++) changed[plan.Constants[k].Name] = plan.Constants[k].Value(theta[k]);
        return With(loss, changed);
    }

    private static Loss AtLevel(Loss loss, double level) => With(loss, Judge.AtLevel(loss.Entry, new(WantedFunctional.Quantile, level)));

    /// <summary>The power of the variance of a loss: its own parameter, if training may choose that; otherwise the one found from its derivatives.</summary>
    public static double PowerOf(HeadPlan plan, Loss loss) => plan.Constants is [var constant] ? (double)loss.Parameters[constant.Index]! : plan.Power;
}
