using System.Text.Json;

namespace Minima.Trees;

/// <summary>Boosted trees as XGBoost saves them in JSON: written for it, and read from it.</summary>
/// <remarks>
/// XGBoost compares and adds in 32-bit floats. A model that is written has the same predictions there, within the rounding of its sums, if the values of the columns are floats.
/// A model that is read sends every row, of floats or doubles, where XGBoost sends it. Format: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html.
/// </remarks>
public sealed record XGBoostModel
{
    /// <summary>The trees. Their answers are XGBoost's: a mean, a probability, the probabilities of all classes.</summary>
    public required TreeModel Trees { get; init; }

    /// <summary>The objective by XGBoost's name, binary:logistic for example.</summary>
    public required string Objective { get; init; }

    /// <summary>Words beside the model, by name. XGBoost keeps them and does not read them.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A model for XGBoost, with the objective whose answers are those of the model: reg:squarederror for scores as they are, reg:gamma for exp(score), binary:logistic for probabilities, multi:softprob for classes.</summary>
    /// <remarks>Objectives serve prediction here: the attribute minima_loss holds the loss that the model was boosted with, beside others by which <see cref="Parse"/> restores it.</remarks>
    public static XGBoostModel Of(TreeModel trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return new XGBoostModel
        {
            Trees = trees,
            Objective = XGBoostObjectives.Of(trees),
            Attributes = MinimaAttributes.Of(trees),
        };
    }

    /// <summary>True for a text that begins as models do that XGBoost saved as JSON.</summary>
    /// <param name="json">The text, in UTF-8; its beginning is enough.</param>
    public static bool Recognizes(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && (reader.ValueTextEquals("learner") || (reader.ValueTextEquals("version") && reader.Read() && reader.TokenType == JsonTokenType.StartArray));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads what XGBoost saved by <c>save_model("model.json")</c>: gbtree or dart, of any number of classes or targets.</summary>
    /// <exception cref="BoostException">The text is no such model, a damaged one, or of a kind that this library does not know.</exception>
    public static XGBoostModel Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return XGBoostReader.Read(json);
    }

    /// <summary>The model as XGBoost reads it by <c>load_model("model.json")</c>. The start is part of the last round: predictions by fewer rounds lack it.</summary>
    /// <exception cref="BoostException">A value of a leaf or the number of a category is too large for XGBoost.</exception>
    public string ToJson() => XGBoostWriter.Write(this);
}
