using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Losses;

/// <summary>The arguments of a loss: one word for its shape, and the shape of each input.</summary>
internal static class LossShape
{
    /// <summary>The word for programs.</summary>
    public static string WordOf(LossEntry loss) => Words(loss).English;

    public static string WordOf(LossEntry loss, Tongue tongue) => tongue.Say(Words(loss).English, Words(loss).Chinese);

    /// <summary>Inputs with the names of their axes; a star marks differentiable inputs, brackets mark optional ones.</summary>
    public static string Inputs(LossEntry loss) => string.Join(", ", loss.Inputs.Select(input => Input(loss, input)));

    private static string Input(LossEntry loss, InputInfo input)
    {
        var text = input.Name + (input.Differentiated ? "*" : "") + input.Kind switch
        {
            InputKind.Row => "[N, K]",
            InputKind.Label => "[N]",
            InputKind.LabelOrRow => "[N] or [N, K]",
            InputKind.Box => "[N, 4]",
            InputKind.Tensor or InputKind.TensorOfLabels when input.Axes.Length > 0 => $"[{string.Join(", ", input.Axes.Split(' '))}]",
            InputKind.Number when loss.Sums is { IsScalar: false } => "[N, ...]",
            _ => "[...]",
        };
        return input.BoundTo is not null || input.IsOptional ? $"({text})" : text;
    }

    private static (string English, string Chinese) Words(LossEntry loss) => loss switch
    {
        { Row: not null } => ("row", "行"),
        { Sums: not null } => ("sums", "求和"),
        { TakesTensors: true } => ("tensor", "张量"),
        { IsPoint: true } => ("element", "逐元素"),
        _ => ("box", "边界框"),
    };
}
