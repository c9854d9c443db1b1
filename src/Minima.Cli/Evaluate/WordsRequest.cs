using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Minima.Tabular;

namespace Minima.Cli.Evaluate;

/// <summary>Builds a request of the protocol from the words of a command line: a loss, and numbers for its inputs.</summary>
internal static class WordsRequest
{
    private static readonly JsonSerializerOptions Numbers = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>The line of JSON.</summary>
    /// <param name="loss">The loss: a name, optionally with parameters after a colon, or a formula.</param>
    /// <param name="words">Numbers with commas between them, and ';' between rows: one word for each input, in the order of the loss, or <c>name=numbers</c>.</param>
    /// <param name="reduction">Mean, sum or none; null for the loss's own.</param>
    /// <exception cref="LossException">The loss or a parameter is unknown, or a value is refused.</exception>
    /// <exception cref="UsageException">A word is no input.</exception>
    public static byte[] Of(string loss, IReadOnlyList<string> words, string? reduction)
    {
        var spec = LossSpec.Parse(loss);
        var inputs = new JsonObject();
        var names = spec.Entry.Inputs.Select(input => input.Name).ToArray();
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? word[..equals] : names.FirstOrDefault(one => !inputs.ContainsKey(one));
            if (name is null) throw new UsageException($"evaluate: {Wording.Quote(word)} is one input too many; {spec.Name} has {string.Join(", ", names)}. Give further ones by name, as in sample_weight=1,2,1.");
            if (inputs.ContainsKey(name)) throw new UsageException($"evaluate: the input {Wording.Quote(name)} is given twice; give it once.");
            inputs.Add(name, Read(word[(equals + 1)..], name));
        }

        var request = new JsonObject { ["inputs"] = inputs, ["params"] = JsonSerializer.SerializeToNode(spec.Given, Numbers) };
        request.Add(spec.Entry.IsText ? "formula" : "loss", spec.Name);
        if (reduction is not null) request.Add("reduction", reduction);
        return Encoding.UTF8.GetBytes(request.ToJsonString(Numbers));
    }

    /// <summary>One number, a row of them, or several rows.</summary>
    private static JsonNode Read(string text, string name)
    {
        var rows = text.Split(';').Select(row => row.Split(',').Select(number => Number(number, name)).ToArray()).ToArray();
        return rows switch
        {
            [[var alone]] => alone,
            [var row] => new JsonArray(row),
            _ => new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray(row))]),
        };
    }

    private static JsonNode Number(string text, string name) => text.Trim().ToUpperInvariant() switch
    {
        "NAN" => "NaN",
        "INF" or "INFINITY" => "Infinity",
        "-INF" or "-INFINITY" => "-Infinity",
        var word when double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
        _ => throw new UsageException($"evaluate: {Wording.Quote(text)} in {name} is not a number; separate numbers by commas, and rows by ';', as in 2,0.5,0.1;0.3,2.1,0.2."),
    };
}
