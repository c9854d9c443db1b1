namespace Minima;

/// <summary>Names a loss and declares its facts for the rest of Minima. The key is its name everywhere.</summary>
/// <param name="key">The canonical name in snake_case, for example <c>huber</c>.</param>
/// <param name="name">The English name.</param>
/// <param name="chineseName">The Chinese name.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class LossAttribute(string key, string name, string chineseName) : Attribute
{
    /// <summary>The canonical name in snake_case.</summary>
    public string Key { get; } = key;

    /// <summary>The English name.</summary>
    public string Name { get; } = name;

    /// <summary>The Chinese name.</summary>
    public string ChineseName { get; } = chineseName;

    /// <summary>Names in other libraries and other spellings; matched ignoring case, <c>_</c> and <c>-</c>.</summary>
    public string[] Aliases { get; set; } = [];

    /// <summary>Search words for this loss, English and Chinese, the most specific first. Unlike an alias, a word may belong to several losses: it finds them and names none.</summary>
    public string[] SearchWords { get; set; } = [];

    /// <summary>The family of the loss, by its purpose.</summary>
    public LossFamily Family { get; set; }

    /// <summary>The formula as text, with the letters of the catalogue. Unless given, it is the paragraph <c>Formula:</c> of the type's documentation up to <c>, with</c>; that needs <c>GenerateDocumentationFile</c>.</summary>
    public string Formula { get; set; } = "";

    /// <summary>The formula for Chinese readers, if <see cref="Formula"/> contains English words other than <c>if</c> and <c>else</c>.</summary>
    public string ChineseFormula { get; set; } = "";

    /// <summary>
    /// The formula as LaTeX, with every parameter by its letter or its name: needed if none is derived from the code, or if the derived one
    /// holds only at some values of a parameter. It has no words but <c>\text{if }</c> and <c>\text{otherwise}</c>: it serves Chinese readers too.
    /// </summary>
    public string Latex { get; set; } = "";

    /// <summary>The kinks of the loss and the derivative used there. Only for shapes other than point losses, for which it is derived.</summary>
    public string Kinks { get; set; } = "";

    /// <summary>The kinks in Chinese.</summary>
    public string ChineseKinks { get; set; } = "";

    /// <summary>The publication of the loss. Unless given, it is the paragraph <c>Source:</c> of the type's documentation.</summary>
    public string Source { get; set; } = "";

    /// <summary>The tasks for which a comparison trains with the loss.</summary>
    public LossTask Task { get; set; }

    /// <summary>The task for which it is the default: the row that every other loss is compared with.</summary>
    public LossTask DefaultFor { get; set; }

    /// <summary>The purposes and kinds of data for which the loss is advised.</summary>
    public LossPurpose Suits { get; set; }

    /// <summary>Among the losses that suit the same purpose, higher numbers are advised first.</summary>
    public int Preference { get; set; }

    /// <summary>The function from the raw prediction to the user's scale. Only for shapes other than point losses, for which it is derived.</summary>
    public PredictionLink Link { get; set; }

    /// <summary>True if the gradient is not everywhere the derivative of the value (a straight-through path), so that there is no Hessian.</summary>
    public bool StopsGradient { get; set; }

    /// <summary>True if the formula has a built-in unit of 1 for the residual (log-cosh turns from square to linear at 1): a comparison feeds it residuals in units of a robust scale.</summary>
    public bool HasUnitResidual { get; set; }

    /// <summary>The lower bound of the value. Likelihoods of continuous data have none.</summary>
    public double LowerBound { get; set; }

    /// <summary>The largest distance of a float result from the double formula on the same inputs, in units in the last place.</summary>
    public int FloatUlps { get; set; } = LossEntry.UsualFloatUlps;
}

/// <summary>The description of a loss in English: one sentence, when to use it, when not.</summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class EnglishAttribute(string summary) : Attribute
{
    /// <summary>One sentence: which errors it penalises and how.</summary>
    public string Summary { get; } = summary;

    /// <summary>When to use it.</summary>
    public string Use { get; set; } = "";

    /// <summary>When not to use it, and what to use instead.</summary>
    public string Avoid { get; set; } = "";

    /// <summary>
    /// Letters of the formula that are not the name of an input or a parameter: <c>C: the correlation matrix; i, j: features</c>. The name of an input or a
    /// parameter in place of a meaning makes the letter an abbreviation of it. Both languages have the same letters.
    /// </summary>
    public string Letters { get; set; } = "";
}

/// <summary>The description of a loss in Chinese: one sentence, when to use it, when not. On a parameter of a loss: its meaning, which the <c>param</c> element of the documentation gives in English.</summary>
[AttributeUsage(AttributeTargets.Struct | AttributeTargets.Parameter)]
public sealed class ChineseAttribute(string summary) : Attribute
{
    /// <summary>One sentence: which errors it penalises and how.</summary>
    public string Summary { get; } = summary;

    /// <summary>When to use it.</summary>
    public string Use { get; set; } = "";

    /// <summary>When not to use it, and what to use instead.</summary>
    public string Avoid { get; set; } = "";

    /// <summary>The losses it reduces to, and at which parameters or inputs: the paragraph <c>Limits:</c> of the documentation in Chinese.</summary>
    public string Limits { get; set; } = "";

    /// <summary>Letters of the formula in Chinese, like those of <see cref="EnglishAttribute.Letters"/>.</summary>
    public string Letters { get; set; } = "";
}

/// <summary>Families of losses, by purpose.</summary>
public enum LossFamily
{
    /// <summary>Squared, absolute and relative errors.</summary>
    Regression,

    /// <summary>Losses that outliers cannot pull far.</summary>
    Robust,

    /// <summary>Quantiles and expectiles.</summary>
    Quantile,

    /// <summary>Counts and positive amounts.</summary>
    Count,

    /// <summary>Likelihoods with a scale or shape of their own.</summary>
    Probabilistic,

    /// <summary>Binary classification by a margin, labels -1 and +1.</summary>
    Margin,

    /// <summary>Binary classification by a probability or a logit, targets 0 to 1.</summary>
    Binary,

    /// <summary>Classification into many classes by a row of scores.</summary>
    MultiClass,

    /// <summary>Any number of labels at once, by a row of logits.</summary>
    MultiLabel,

    /// <summary>The distance of one distribution from another.</summary>
    Divergence,

    /// <summary>The overlap of a predicted region with the true one.</summary>
    Segmentation,

    /// <summary>Boxes around objects, and the scores of their detections.</summary>
    Detection,

    /// <summary>Distances and similarities that a model learns: metric, contrastive and self-supervised learning.</summary>
    Metric,

    /// <summary>The order of a list, by pairs or as a whole.</summary>
    Ranking,

    /// <summary>Sequences aligned with sequences.</summary>
    Sequence,

    /// <summary>Language models: preferences, rewards and policies.</summary>
    LanguageModel,

    /// <summary>Two players, or an attack and its defence.</summary>
    Adversarial,

    /// <summary>Densities, latent variables and forecasts of whole distributions.</summary>
    Generative,

    /// <summary>Times until an event, some of them censored.</summary>
    Survival,

    /// <summary>Images, depth maps and sound.</summary>
    Image,

    /// <summary>Several losses at once: their weights, and one direction from their gradients.</summary>
    MultiTask,

    /// <summary>Penalties on weights and activations, and on forgetting what was learned before.</summary>
    Regularization,

    /// <summary>Effects of treatments, from experiments and observations.</summary>
    Causal,

    /// <summary>Weights and activations on a grid of few levels.</summary>
    Quantization,

    /// <summary>The weights of samples in a batch or a stream: hard, late, wrongly labelled or unlabelled ones.</summary>
    Weighting,
}

/// <summary>The task of a model.</summary>
[Flags]
public enum LossTask
{
    /// <summary>None: a building block or a metric.</summary>
    None = 0,

    /// <summary>A real number.</summary>
    Regression = 1,

    /// <summary>One of two classes.</summary>
    Binary = 2,

    /// <summary>One of several classes.</summary>
    MultiClass = 4,

    /// <summary>A count: 0, 1, 2, ...</summary>
    Count = 8,

    /// <summary>A positive amount with a long tail.</summary>
    Positive = 16,

    /// <summary>One of several classes that have an order.</summary>
    Ordinal = 32,

    /// <summary>Any number of labels at once.</summary>
    MultiLabel = 64,

    /// <summary>A time until an event, which some samples have not had when last observed.</summary>
    Survival = 128,

    /// <summary>An order of the items of each query.</summary>
    Ranking = 256,

    /// <summary>Parts of 1: the proportions of a whole.</summary>
    Composition = 512,
}

/// <summary>The inverse link: the function from a raw prediction to the user's scale.</summary>
public enum PredictionLink
{
    /// <summary>The prediction itself.</summary>
    Identity,

    /// <summary>exp(x): the prediction is a logarithm.</summary>
    Log,

    /// <summary>sigmoid(x): the prediction is a logit.</summary>
    Logit,

    /// <summary>sigmoid(2 x): the prediction is half a logit.</summary>
    HalfLogit,

    /// <summary>(1 + x) / 2 clamped to [0, 1]: the prediction is a margin whose minimiser is 2 p - 1.</summary>
    ClippedMargin,

    /// <summary>1/2 + atan(x) clamped to [0, 1] (tangent loss).</summary>
    Arctangent,

    /// <summary>The standard normal distribution function: the prediction is a probit.</summary>
    Probit,

    /// <summary>Softmax over the row: the predictions are logits.</summary>
    Softmax,

    /// <summary>The Euclidean projection of the row onto the simplex: probabilities that reach 0.</summary>
    Sparsemax,

    /// <summary>Only the order of the scores has meaning; the class is that of the largest score.</summary>
    Largest,

    /// <summary>Only the sign of the prediction has meaning; there is no probability.</summary>
    Sign,

    /// <summary>A function without a name, found numerically.</summary>
    Other,

    /// <summary>No function: the best prediction does not follow the distribution.</summary>
    None,
}

/// <summary>A requirement on predictions, or a property of data, that favours a loss.</summary>
[Flags]
public enum LossPurpose
{
    /// <summary>No particular purpose.</summary>
    None = 0,

    /// <summary>The mean is required.</summary>
    Mean = 1,

    /// <summary>The median is required: the typical value.</summary>
    Median = 1 << 1,

    /// <summary>A quantile is required; the loss has its level as a parameter between 0 and 1.</summary>
    Quantile = 1 << 2,

    /// <summary>Overprediction and underprediction cost different amounts.</summary>
    UnevenCost = 1 << 3,

    /// <summary>Errors count in per cent.</summary>
    RelativeError = 1 << 4,

    /// <summary>A few targets are outliers.</summary>
    Outliers = 1 << 5,

    /// <summary>Large errors are common: the tails are heavier than those of a normal distribution.</summary>
    HeavyTails = 1 << 6,

    /// <summary>Positive amounts with a long upper tail.</summary>
    PositiveSkew = 1 << 7,

    /// <summary>The dispersion of the errors grows with the prediction.</summary>
    GrowingSpread = 1 << 8,

    /// <summary>Counts: 0, 1, 2, ...</summary>
    Counts = 1 << 9,

    /// <summary>Counts whose variance exceeds that of a Poisson distribution.</summary>
    Overdispersion = 1 << 10,

    /// <summary>More targets are exactly 0 than the distribution of the others explains.</summary>
    ManyZeros = 1 << 11,

    /// <summary>Some targets are known only as "at least" or "at most".</summary>
    Censoring = 1 << 12,

    /// <summary>Some classes are rare, and matter.</summary>
    Imbalance = 1 << 13,

    /// <summary>Some labels are wrong.</summary>
    LabelNoise = 1 << 14,

    /// <summary>The classes have an order.</summary>
    OrderedClasses = 1 << 15,

    /// <summary>Probabilities are required.</summary>
    Probability = 1 << 16,

    /// <summary>Only the class is required, no probability.</summary>
    ClassOnly = 1 << 17,

    /// <summary>The whole distribution of the target is required, or several of its quantiles.</summary>
    Distribution = 1 << 18,
}
