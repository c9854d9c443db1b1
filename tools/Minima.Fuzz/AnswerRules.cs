using System.Text;

namespace Minima.Fuzz;

/// <summary>What every answer must be.</summary>
internal static class AnswerRules
{
    private const int LongestMessage = 4 << 10;
    private const int AnswerOfNothing = 64 << 10;
    private const int AnswerForByte = 64;

    /// <summary>The code of an error, or ok.</summary>
    public static string CodeOf(ReadOnlySpan<byte> answer)
    {
        var at = answer.IndexOf("\"error\":{\"code\":\""u8);
        if (at < 0) return "ok";
        var rest = answer[(at + 17)..];
        return Encoding.UTF8.GetString(rest[..Math.Max(0, rest.IndexOf((byte)'"'))]);
    }

    /// <summary>The key of the loss that gave a value.</summary>
    public static string LossOf(ReadOnlySpan<byte> answer)
    {
        var rest = answer[(answer.IndexOf(",\"loss\":\""u8) + 9)..];
        return Encoding.UTF8.GetString(rest[..Math.Max(0, rest.IndexOf((byte)'"'))]);
    }

    /// <summary>The rule that an answer to a request of so many bytes breaks, or null.</summary>
    public static string? Fault(ReadOnlySpan<byte> answer, int request, string code)
    {
        if (answer.Length == 0 || answer[^1] != '\n' || answer.IndexOf((byte)'\n') != answer.Length - 1) return "an answer that is not one line";
        if (code == "internal") return "internal: " + Kind(answer);

        // What is not of the message in an error is the request's own id.
        if (code != "ok") return answer.Length - request > LongestMessage ? $"a message above {LongestMessage} bytes, code {code}" : null;
        return answer.Length > AnswerOfNothing + ((long)AnswerForByte * request) ? "a long answer to a short request" : null;
    }

    /// <summary>The message with its numbers taken out, so that one fault is one kind.</summary>
    private static string Kind(ReadOnlySpan<byte> answer)
    {
        var text = Encoding.UTF8.GetString(answer);
        var message = text[(text.IndexOf("\"message\":", StringComparison.Ordinal) + 10)..];
        var kind = new StringBuilder();
        foreach (var letter in message.AsSpan(0, Math.Min(message.Length, 220))) kind.Append(char.IsAsciiDigit(letter) ? '#' : letter);
        return kind.Replace("##", "#").Replace("##", "#").Replace("##", "#").ToString().TrimEnd();
    }
}
