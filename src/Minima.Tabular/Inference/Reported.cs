namespace Minima.Tabular;

/// <summary>The coefficients of a model in the order in which their errors are reported: class by class, features first and the intercept last, then learned constants.</summary>
internal static class Reported
{
    public const string Intercept = "(intercept)";

    public static double[] Estimates(LinearModel model) =>
    [
        .. model.Coefficients.SelectMany((row, k) => row.Append(model.Intercepts[k])),
        .. model.Inputs.Where(input => input.Value is not null).Select(input => input.Value!.Value),
    ];

    public static (string Name, string? Class)[] Names(LinearModel model) =>
    [
        .. model.Coefficients.SelectMany((_, k) => model.Features.Append(Intercept).Select(name => (name, model.Coefficients.Length > 1 ? model.Mapping[k].Class : null))),
        .. model.Inputs.Where(input => input.Value is not null).Select(input => (input.Name, (string?)null)),
    ];
}
