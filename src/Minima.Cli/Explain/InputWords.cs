using Minima.Cli.Terminal;

namespace Minima.Cli.Explain;

/// <summary>Describes the values that an input or a parameter of a loss may have.</summary>
internal static class InputWords
{
    /// <summary>Describes an input; a tensor has axes, may hold labels, and may be optional.</summary>
    public static string Of(InputInfo input, Domain domain, Tongue tongue)
    {
        var axes = input.Axes.Length == 0 ? "" : $"[{input.Axes}] ";
        var held = (input.Kind, input.LabelAxis.Length) switch
        {
            (InputKind.Box, _) => tongue.Say("boxes x1, y1, x2, y2 with x1 <= x2, y1 <= y2", "边界框 x1、y1、x2、y2，且 x1 <= x2、y1 <= y2"),
            (InputKind.TensorOfLabels, 0) => tongue.Say("whole numbers", "整数"),
            (InputKind.TensorOfLabels, _) => tongue.Say($"whole numbers from 0 to {input.LabelAxis} - 1", $"0 到 {input.LabelAxis} - 1 的整数"),
            _ => tongue.Of(domain),
        };
        return axes + held + (input.IsOptional ? tongue.Say(", may be left out", "，可省略") : "");
    }

    public static string Of(ParameterInfo parameter, Tongue tongue)
    {
        var rule = parameter.Kind switch
        {
            ParameterKind.Boolean => tongue.Say("true or false", "true 或 false"),
            ParameterKind.Choice => string.Join(tongue.Say(" or ", " 或 "), parameter.Choices),
            ParameterKind.OptionalNumber => tongue.Say($"none, or {parameter.Domain}", $"none，或{tongue.Of(parameter.Domain)}"),
            _ => tongue.Of(parameter.Domain),
        };
        return parameter.InTargetUnits ? rule + tongue.Say(", in units of the target", "，与目标值同单位") : rule;
    }
}
