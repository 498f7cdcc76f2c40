//! What the five emoji are called, to be read aloud.

words! { "signs";
    dog;
    cat;
    lion;
    horse;
    pig;
    elephant;
    rabbit;
    panda;
    chicken;
    penguin;
    turtle;
    fish;
    octopus;
    butterfly;
    bee;
    fox;
    sunflower;
    tree;
    cactus;
    mushroom;
    globe;
    moon;
    star;
    fire;
    banana;
    apple;
    strawberry;
    lemon;
    corn;
    pizza;
    cake;
    cheese;
    robot;
    ghost;
    hat;
    glasses;
    wrench;
    umbrella;
    hourglass;
    clock;
    gift;
    lamp;
    book;
    pencil;
    paperclip;
    scissors;
    lock;
    key;
    hammer;
    telephone;
    train;
    bicycle;
    plane;
    rocket;
    sailboat;
    trophy;
    ball;
    guitar;
    trumpet;
    bell;
    anchor;
    balloon;
    socks;
    chair;
}

/// The emoji that the network side calls `name`.
pub fn sign(name: &'static str) -> &'static str {
    match name {
        "dog" => dog(),
        "cat" => cat(),
        "lion" => lion(),
        "horse" => horse(),
        "pig" => pig(),
        "elephant" => elephant(),
        "rabbit" => rabbit(),
        "panda" => panda(),
        "chicken" => chicken(),
        "penguin" => penguin(),
        "turtle" => turtle(),
        "fish" => fish(),
        "octopus" => octopus(),
        "butterfly" => butterfly(),
        "bee" => bee(),
        "fox" => fox(),
        "sunflower" => sunflower(),
        "tree" => tree(),
        "cactus" => cactus(),
        "mushroom" => mushroom(),
        "globe" => globe(),
        "moon" => moon(),
        "star" => star(),
        "fire" => fire(),
        "banana" => banana(),
        "apple" => apple(),
        "strawberry" => strawberry(),
        "lemon" => lemon(),
        "corn" => corn(),
        "pizza" => pizza(),
        "cake" => cake(),
        "cheese" => cheese(),
        "robot" => robot(),
        "ghost" => ghost(),
        "hat" => hat(),
        "glasses" => glasses(),
        "wrench" => wrench(),
        "umbrella" => umbrella(),
        "hourglass" => hourglass(),
        "clock" => clock(),
        "gift" => gift(),
        "lamp" => lamp(),
        "book" => book(),
        "pencil" => pencil(),
        "paperclip" => paperclip(),
        "scissors" => scissors(),
        "lock" => lock(),
        "key" => key(),
        "hammer" => hammer(),
        "telephone" => telephone(),
        "train" => train(),
        "bicycle" => bicycle(),
        "plane" => plane(),
        "rocket" => rocket(),
        "sailboat" => sailboat(),
        "trophy" => trophy(),
        "ball" => ball(),
        "guitar" => guitar(),
        "trumpet" => trumpet(),
        "bell" => bell(),
        "anchor" => anchor(),
        "balloon" => balloon(),
        "socks" => socks(),
        "chair" => chair(),
        other => other,
    }
}
