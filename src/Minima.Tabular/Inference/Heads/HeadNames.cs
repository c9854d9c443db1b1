namespace Minima.Tabular;

/// <summary>The heads of a fitted distribution as their errors are reported.</summary>
internal static class HeadNames
{
    /// <summary>The head has no coefficients but its intercept, as those that <c>--heads</c> does not name.</summary>
    public static bool IsConstant(LinearModel model, int head) => !Array.Exists(model.Coefficients[head], coefficient => coefficient != 0);

    /// <summary>The words that a fit with these heads was asked for by.</summary>
    public static string[] Asked(LinearModel model)
    {
        var plan = model.Distribution!.Plan;
        if (plan.IsJoint) return [.. plan.Levels.Select(level => level.ToString("R", System.Globalization.CultureInfo.InvariantCulture))];
        string[] varying = [.. Enumerable.Range(0, plan.Heads.Count).Where(head => plan.Heads[head].Input != plan.Heads[0].Input && !IsConstant(model, head)).Select(head => plan.Heads[head].Name).Distinct(StringComparer.Ordinal)];
        return varying.Length > 0 ? varying : [FitOptions.HeadWords[1]];
    }

    /// <summary>The loss as the fit was asked for it: a parameter that the density prices, or a level that a head is for, is one that nobody gave.</summary>
    public static LossSpec Request(LinearModel model, Loss loss) => new(
        loss.Entry,
        (model.Distribution!.Plan.IsJoint ? [] : model.Parameters.Where(parameter => model.Inputs.All(input => input.Name != parameter.Key))).ToDictionary(StringComparer.Ordinal));
}
