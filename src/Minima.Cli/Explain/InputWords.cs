using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>What an input holds: a tensor has axes, and may hold labels or be left out.</summary>
internal static class InputWords
{
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
}
