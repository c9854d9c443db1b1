namespace Minima.Lab.Preference;

/// <summary>A language model that sees the last two tokens and the position: small enough to compute every expectation exactly.</summary>
internal sealed class ContextModel : Module
{
    private readonly Embedding _last;
    private readonly Embedding _before;
    private readonly Embedding _place;
    private readonly Linear _head;
    private readonly int _words;

    public ContextModel(int words, int places, int width, int outputs, RandomState random)
    {
        const double deviation = 0.5;
        _words = words;
        _last = Add("last", new Embedding(words, width, random, deviation));
        _before = Add("before", new Embedding(words + 1, width, random, deviation));
        _place = Add("place", new Embedding(places, width, random, deviation));
        _head = Add("head", new Linear(width, outputs, random));
    }

    protected override Tensor Compute(Tensor input)
    {
        var (rows, length) = (input.Shape[0], input.Shape[1]);
        var tokens = input.Contiguous().Read<int>();
        var (before, places) = (new int[tokens.Length], new int[tokens.Length]);
        for (var i = 0; i < tokens.Length; i++)
        {
            places[i] = i % length;
            before[i] = places[i] == 0 ? _words : tokens[i - 1];
        }

        var state = _last.Forward(input) + _before.Forward(Tensor.Of(before, [rows, length])) + _place.Forward(Tensor.Of(places, [rows, length]));
        return _head.Forward(state.Tanh());
    }
}

/// <summary>A reward model of the same form, whose output is the total reward of the tokens so far.</summary>
internal sealed class ContextReward : Module
{
    private readonly ContextModel _tokens;

    public ContextReward(int words, int places, int width, RandomState random) => _tokens = Add("tokens", new ContextModel(words, places, width, 1, random));

    protected override Tensor Compute(Tensor input)
    {
        Shape all = [input.Shape[0], input.Shape[1]];
        return _tokens.Forward(input).Reshape(all).CumulativeSum().Reshape([all[0], all[1], 1]);
    }
}
