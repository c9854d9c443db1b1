using System.Text;
using System.Text.Json;
using Minima.Cli.Evaluate;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Runs the filter in this process.</summary>
internal static class Ask
{
    /// <summary>The answers to some lines, one each.</summary>
    public static JsonElement[] Lines(params string[] lines)
    {
        var answers = Parse(Bytes(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));
        Assert.Equal(lines.Length, answers.Length);
        return answers;
    }

    /// <summary>The answer to one line, which must hold a value.</summary>
    public static JsonElement Value(string line)
    {
        var answer = Lines(line)[0];
        Assert.False(answer.TryGetProperty("error", out var error), $"{line} was refused: {error}");
        return answer;
    }

    /// <summary>The message of the refusal of one line, which must carry this code.</summary>
    public static string Refused(string code, string line)
    {
        var answer = Lines(line)[0];
        Assert.True(answer.TryGetProperty("error", out var error), $"{line} was not refused: {answer}");
        Assert.Equal(code, error.GetProperty("code").GetString());
        return error.GetProperty("message").GetString()!;
    }

    /// <summary>The raw output for raw input.</summary>
    public static byte[] Bytes(byte[] input, int longestLine = LineReader.LongestLine, EvaluateLimits? limits = null)
    {
        using var output = new MemoryStream();
        using var filter = new EvaluateFilter(new MemoryStream(input), output, limits ?? EvaluateLimits.Usual, longestLine: longestLine);
        filter.Run();
        return output.ToArray();
    }

    public static JsonElement[] Parse(byte[] output)
    {
        var text = Encoding.UTF8.GetString(output);
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
    }

    /// <summary>A number of an answer, also one that is written as a string.</summary>
    public static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new FormatException($"'{text}' is no number"),
        },
        _ => element.GetDouble(),
    };

    /// <summary>The numbers of a nested array in a row.</summary>
    public static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Numbers)
        : [Number(element)];

    /// <summary>The brackets and commas of a value, without its numbers.</summary>
    public static string Shape(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? "[" + string.Join(",", element.EnumerateArray().Select(Shape)) + "]"
        : "x";
}
