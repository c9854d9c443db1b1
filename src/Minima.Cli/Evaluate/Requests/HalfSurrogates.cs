using System.Text.Json;

namespace Minima.Cli.Evaluate;

/// <summary>JSON can escape half a character of two halves, which is no text: <c>"\ud800"</c>.</summary>
internal static class HalfSurrogates
{
    /// <summary>The text on which a reader stands holds one.</summary>
    public static bool Holds(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return false;
        }

        try
        {
            reader.GetString();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
