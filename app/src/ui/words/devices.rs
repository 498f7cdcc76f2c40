//! Microphone, speaker and camera, in the settings.

words! { "settings-devices";
    /// Section.
    pub title;
    /// What it is about.
    pub text;
    /// The same, in a call.
    pub in_call;
    /// A card.
    pub microphone;
    /// What to do.
    pub speak;
    /// A card.
    pub speaker;
    /// A card.
    pub camera;
    /// At the low end of the meter.
    pub quiet;
    /// In its middle.
    pub good;
    /// At its high end.
    pub loud;
    /// A switch.
    pub processing;
    /// What it does.
    pub processing_text;
    /// A switch.
    pub push_to_talk;
    /// What it does.
    pub push_to_talk_text;
    /// A button.
    pub play;
    /// A button.
    pub turn_on;
    /// A button.
    pub turn_off;
    /// Where the picture would be.
    pub camera_is_off;
    /// On the picture.
    pub only_you;
    /// A switch.
    pub mirror;
    /// What it does.
    pub mirror_text;
    /// Of what no list has.
    pub away(name: &str);
}
