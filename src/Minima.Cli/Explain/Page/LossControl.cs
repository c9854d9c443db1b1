using System.Text.Json;
using Minima.Cli.Terminal;
using Minima.Pages;
using Minima.Tabular;

namespace Minima.Cli.Explain;

/// <summary>A control of a page: a number that the functions take by name, or a list of stops each of which has functions of its own.</summary>
internal sealed record LossControl(string Id, string Role)
{
    public required Localized Name { get; init; }

    /// <summary>The start: a number, or the index of a stop.</summary>
    public required double Value { get; init; }

    /// <summary>The default of the command line: a number, or the index of a stop; null if it is neither.</summary>
    public double? Default { get; init; }

    /// <summary>For a number: its name in the functions.</summary>
    public string Option { get; init; } = "";

    /// <summary>For a number: its slider.</summary>
    public Slider Slider { get; init; }

    /// <summary>For a number: its domain.</summary>
    public Domain Domain { get; init; } = Domain.Real;

    /// <summary>The values of the stops; empty for a number.</summary>
    public IReadOnlyList<object?> Stops { get; init; } = [];

    /// <summary>True if the stops are words to choose from, not places on a slider.</summary>
    public bool IsChoice { get; init; }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("role", Role);
        writer.WriteString("kind", Stops.Count == 0 ? "number" : IsChoice ? "choice" : "stops");
        writer.Localized("name", Name);
        writer.WriteNumber("value", Value);
        if (Default is { } start)
        {
            writer.WriteNumber("default", start);
        }

        if (Stops.Count > 0)
        {
            writer.WriteStartArray("stops");
            foreach (var stop in Stops)
            {
                writer.WriteStartObject();
                writer.WriteString("text", ParameterInfo.Format(stop));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
        else
        {
            writer.WriteString("option", Option);
            writer.WriteNumber("low", Slider.Low);
            writer.WriteNumber("high", Slider.High);
            writer.WriteBoolean("log", Slider.Logarithmic);
            writer.Localized("rule", Tongue.InBoth(t => t.Of(Domain)));
            writer.WriteStartObject("domain");
            writer.Finite("low", Domain.Low);
            writer.Finite("high", Domain.High);
            writer.WriteBoolean("lowOpen", Domain.LowOpen);
            writer.WriteBoolean("highOpen", Domain.HighOpen);
            writer.WriteBoolean("outside", Domain.Kind == DomainKind.Outside);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
