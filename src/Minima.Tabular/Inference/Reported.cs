namespace Minima.Tabular;

/// <summary>
/// The coefficients of a model in the order in which their errors are reported: class by class, or head by head, features first and the intercept last, then learned constants. A head
/// that does not depend on the features has its intercept only, a relative risk has none, and grades have thresholds in its place.
/// </summary>
internal static class Reported
{
    public const string Intercept = "(intercept)";

    /// <param name="model">The model.</param>
    /// <param name="like">The model that defines the order, if it is another one.</param>
    public static double[] Estimates(LinearModel model, LinearModel? like = null) => model.GradeThresholds is { Count: > 0 } steps ? [.. model.Coefficients[0], .. steps.Select(step => step.Threshold)] :
    [
        .. model.Coefficients.SelectMany((row, k) => IsConstant(like ?? model, k) ? [model.Intercepts[k]] : IsRelative(model) ? row : row.Append(model.Intercepts[k])),
        .. model.Inputs.Where(input => input.Value is not null).Select(input => input.Value!.Value),
    ];

    public static (string Name, string? Class, string? Head)[] Names(LinearModel model) => model.GradeThresholds is { Count: > 0 } steps ? [.. model.Features.Concat(steps.Select(step => step.Step)).Select(name => (name, (string?)null, (string?)null))] :
    [
        .. model.Coefficients.SelectMany((_, k) => (IsConstant(model, k) ? [Intercept] : IsRelative(model) ? model.Features : model.Features.Append(Intercept)).Select(name => (name, ClassOf(model, k), HeadOf(model, k)))),
        .. model.Inputs.Where(input => input.Value is not null).Select(input => (input.Name, (string?)null, (string?)null)),
    ];

    private static bool IsRelative(LinearModel model) => model.Survival is not null;

    private static bool IsConstant(LinearModel model, int row) => model.Distribution is not null && HeadNames.IsConstant(model, row);

    private static string? ClassOf(LinearModel model, int row) => model.Distribution is null && model.Coefficients.Length > 1 ? model.Mapping[row].Class : null;

    private static string? HeadOf(LinearModel model, int row) => model.Distribution is null ? null : model.Heads[row];
}
