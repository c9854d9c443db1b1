using System.Numerics;

namespace Minima;

/// <summary>A thread's own memory for softmax rows: allocated once, grown for longer rows, reused by every call.</summary>
internal sealed unsafe class SoftmaxScratch<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>Bytes of a block: logits, their copy and their exponentials stay in the first-level cache.</summary>
    public const int BlockBytes = 8192;

    /// <summary>The number of rows processed together, so that the latencies of their scalar parts overlap.</summary>
    public const int RowsTogether = SoftmaxFinish.Rows;

    /// <summary>The most bytes of rows processed together: about the first-level cache.</summary>
    public const int TogetherBytes = 32768;

    private const int GroupBytes = 64;

    // In groups: the copy and the exponentials of a block (which may be longer by less than a group), then the fields named below.
    private const int BlockGroups = (BlockBytes / GroupBytes) + 1;
    private const int Groups = (2 * BlockGroups) + 15 + SoftmaxFinish.Arrays;

    private readonly AlignedMemory memory = new(Groups * GroupBytes);
    private AlignedMemory? tile;
    private SoftmaxReference[] references = [];

    public SoftmaxScratch()
    {
        new Span<TElement>(Masks, 4 * Group).Fill(TElement.One);
        Masks[Group - 1] = TElement.Zero;
        new Span<TElement>(Masks + (2 * Group), Group).Clear();
        new Span<TElement>(Zeros, Group).Clear();
    }

    public static int Group => GroupBytes / sizeof(TElement);

    public static int Block => BlockBytes / sizeof(TElement);

    public TElement* Copy => At(0);

    public TElement* Exponentials => At(BlockGroups);

    public TElement* Tail => At(2 * BlockGroups);

    public TElement* TailMask => At((2 * BlockGroups) + 1);

    public TElement* TailExponentials => At((2 * BlockGroups) + 14);

    public TElement* Sums => At((2 * BlockGroups) + 2);

    public TElement* Masks => At((2 * BlockGroups) + 5);

    public TElement* Ones => Masks + Group;

    public TElement* Zeros => At((2 * BlockGroups) + 9);

    /// <summary>A row shorter than a group, padded: logits, gradient, target, weight.</summary>
    public TElement* Padded(int which) => At((2 * BlockGroups) + 10 + which);

    /// <summary>The references of a number of blocks.</summary>
    public Span<SoftmaxReference> References(int blocks)
    {
        if (references.Length < blocks)
        {
            references = new SoftmaxReference[blocks];
        }

        return references;
    }

    /// <summary>The scalar part of rows processed together.</summary>
    public SoftmaxFinish Finish => new((double*)At((2 * BlockGroups) + 15));

    /// <summary>Small rows side by side, lanes = rows.</summary>
    public TElement* Tile(int bytes) => (TElement*)(tile ??= new AlignedMemory(bytes)).Pointer;

    private TElement* At(int group) => (TElement*)(memory.Pointer + (group * GroupBytes));
}
