namespace Minima.Tabular;

/// <summary>The heads of a fitted distribution, as its errors report them.</summary>
internal static class HeadNames
{
    /// <summary>The head has no coefficients but its intercept, like those that <c>--heads</c> does not name.</summary>
    public static bool IsConstant(LinearModel model, int head) => !Array.Exists(model.Coefficients[head], coefficient => coefficient != 0);

    /// <summary>The value of <c>--heads</c> that requests a fit with these heads.</summary>
    public static string[] Asked(LinearModel model)
    {
        var plan = model.Distribution!.Plan;
        if (plan.IsJoint) return [.. plan.Levels.Select(level => level.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        string[] varying = [.. Enumerable.Range(0, plan.Heads.Count).Where(head => plan.Heads[head].Input != plan.Heads[0].Input && !IsConstant(model, head)).Select(head => plan.Heads[head].Name).Distinct(StringComparer.Ordinal)];
        return varying.Length > 0 ? varying : [FitOptions.HeadWords[1]];
    }

    /// <summary>The loss as requested for the fit, without the parameters that the density normalises and the levels of heads, which were not given.</summary>
    public static LossSpec Request(LinearModel model, Loss loss) => new(
        loss.Entry,
        (model.Distribution!.Plan.IsJoint ? [] : model.Parameters.Where(parameter => model.Inputs.All(input => input.Name != parameter.Key))).ToDictionary(StringComparer.Ordinal));
}
