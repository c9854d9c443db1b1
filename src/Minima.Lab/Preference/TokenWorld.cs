namespace Minima.Lab.Preference;

/// <summary>Twelve tokens, prompts of two and answers of eight, a language from which texts are drawn, and a hidden reward that ranks answers.</summary>
internal sealed class TokenWorld
{
    public const int Words = 12;
    public const int Prompt = 2;
    public const int Answer = 8;
    public const int Length = Prompt + Answer;
    public const int States = Words * Words;

    private const double WordSpread = 0.5;
    private const double PairSpread = 0.3;
    private const double LanguageSpread = 1.2;

    private readonly double[] _language = new double[States * Words];
    private readonly double[] _worth = new double[States];

    public TokenWorld(int seed)
    {
        var random = new RandomState((ulong)seed).Fork("world");
        for (var i = 0; i < _language.Length; i++) _language[i] = LanguageSpread * random.NextNormal();
        var word = new double[Words];
        for (var i = 0; i < Words; i++) word[i] = WordSpread * random.NextNormal();
        for (var i = 0; i < States; i++) _worth[i] = word[i % Words] + (PairSpread * random.NextNormal());
    }

    /// <summary>The reward of a token after another.</summary>
    public double Worth(int before, int token) => _worth[(before * Words) + token];

    /// <summary>The hidden reward of each row: the sum over the tokens of the answer.</summary>
    public double[] Rewards(Tensor tokens)
    {
        var all = tokens.Read<int>();
        var rewards = new double[tokens.Shape[0]];
        for (var row = 0; row < rewards.Length; row++)
        {
            for (var place = Prompt; place < Length; place++) rewards[row] += Worth(all[(row * Length) + place - 1], all[(row * Length) + place]);
        }

        return rewards;
    }

    /// <summary>Draws prompts; all pairs of tokens are equally likely.</summary>
    public static Tensor Prompts(int rows, RandomState random)
    {
        var tokens = new int[rows * Prompt];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = random.NextInt(Words);
        return Tensor.Of(tokens, [rows, Prompt]);
    }

    /// <summary>Draws texts of the language, on which a reference model is trained.</summary>
    public Tensor Texts(int rows, RandomState random)
    {
        var tokens = new int[rows * Length];
        for (var i = 0; i < tokens.Length; i++) tokens[i] = i % Length < Prompt ? random.NextInt(Words) : Next(tokens[i - 2], tokens[i - 1], random);
        return Tensor.Of(tokens, [rows, Length]);
    }

    private int Next(int before, int last, RandomState random)
    {
        var logits = _language.AsSpan(((before * Words) + last) * Words, Words);
        double sum = 0;
        foreach (var logit in logits) sum += Math.Exp(logit);
        var left = random.NextDouble() * sum;
        for (var token = 0; token < Words - 1; token++)
        {
            left -= Math.Exp(logits[token]);
            if (left < 0) return token;
        }

        return Words - 1;
    }
}
