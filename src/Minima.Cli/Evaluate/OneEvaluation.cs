using System.Globalization;
using System.Text.Json;
using Minima.Cli.Terminal;

namespace Minima.Cli.Evaluate;

/// <summary><c>minima evaluate LOSS NUMBERS...</c>: prints the loss of a few numbers and its gradient. It builds a request of the protocol, which the same filter answers.</summary>
internal static class OneEvaluation
{
    private const string Digits = "G12";

    public static int Run(byte[] request, EvaluateLimits limits, Tongue tongue, TextWriter output, TextWriter error)
    {
        using var answers = new MemoryStream();
        using var filter = new EvaluateFilter(new MemoryStream(request), answers, limits);
        filter.Run();
        var answer = JsonElement.Parse(answers.ToArray());
        if (answer.TryGetProperty("error", out var refusal))
        {
            error.WriteLine($"minima evaluate: {refusal.GetProperty("message").GetString()}");
            return ExitCode.Loss;
        }

        (string Name, string Text)[] lines =
        [
            (tongue.Say("value", "值"), Text(answer.GetProperty("value"))),
            .. answer.GetProperty("gradient").EnumerateObject().Select(input => (tongue.Say($"gradient with respect to {input.Name}", $"对 {input.Name} 的梯度"), Text(input.Value))),
        ];
        foreach (var (name, text) in lines) output.WriteLine(name + tongue.Say(": ", "：") + text);
        return ExitCode.Ok;
    }

    /// <summary>Formats numbers as they are typed: commas between them, ';' between rows.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(value.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Array) ? "; " : ", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Number => value.GetDouble().ToString(Digits, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
