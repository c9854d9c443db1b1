namespace Minima;

/// <summary>Turns one word into many that look independent: the generator that seeds xoshiro256**.</summary>
/// <remarks>Source: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA; constants of Vigna's splitmix64.c, 2015.</remarks>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var word = Mix(_state);
        _state += 0x9E3779B97F4A7C15;
        return word;
    }

    /// <summary>Mixes a state to a word: a random number for each number.</summary>
    public static ulong Mix(ulong state)
    {
        var z = state + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
